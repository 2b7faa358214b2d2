import './button.css'
import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, Ref } from 'react'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once a screen, for what most people came to do; `quiet` where a frame would be noise. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 's' | 'm' | 'l'
  icon?: LucideIcon
  /** Shows a spinner and ignores clicks; the label stays, so that the button does not jump, and so does the focus. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', size = 'm', icon: Icon, busy, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      data-autofocus={rest.autoFocus || undefined}
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : onClick} // Enter in a form clicks, too
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={classNames('button', `button-${look}`, `button-${size}`, className)}
    >
      {busy ? <Spinner size={16} /> : Icon && <Icon size={size === 's' ? 14 : 16} aria-hidden />}
      {children !== undefined && <span>{children}</span>}
    </button>
  )
}
