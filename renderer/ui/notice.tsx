import './notice.css'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface NoticeProps {
  kind?: 'info' | 'warning' | 'problem' | 'done'
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
}

/** A box on the page that tells what is so, and what to do about it. */
export function Notice({ kind = 'info', title, children, action }: NoticeProps) {
  return (
    <div className={classNames('notice', `notice-${kind}`)} role={kind === 'problem' ? 'alert' : 'note'}>
      <div className="notice-text">
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  )
}
