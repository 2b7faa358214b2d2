import './button.css'
import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, Ref } from 'react'
import { classNames } from './class-names.ts'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  icon: LucideIcon
  /** What it does, for screen readers and as the tooltip. */
  label: string
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string
  size?: 's' | 'm' | 'l'
  /** For a button that is a switch. */
  active?: boolean
  ref?: Ref<HTMLButtonElement>
}

const iconSize = { s: 16, m: 18, l: 20 }

export function IconButton({ icon: Icon, label, shortcut, size = 'm', active, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      aria-pressed={active}
      {...rest}
      className={classNames('icon-button', `icon-button-${size}`, active && 'icon-button-active', className)}
    >
      <Icon size={iconSize[size]} strokeWidth={1.9} aria-hidden />
    </button>
  )
}
