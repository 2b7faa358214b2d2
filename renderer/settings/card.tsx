import type { ReactNode } from 'react'

interface CardProps {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One subject of a page. */
export function Card({ title, hint, action, children }: CardProps) {
  return (
    <section className="card">
      {(title || action) && (
        <header className="card-head">
          <div>
            {title && <h2>{title}</h2>}
            {hint && <p className="hint">{hint}</p>}
          </div>
          {action}
        </header>
      )}
      {children}
    </section>
  )
}
