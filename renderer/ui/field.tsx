import './field.css'
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { classNames } from './class-names.ts'

interface FieldFrame {
  label: ReactNode
  /** One sentence below the field; gives way to `error`. */
  hint?: ReactNode
  error?: ReactNode
}

interface Described {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** A label, any control, and the hint or error that belongs to it, wired up for screen readers. */
export function Field({ label, hint, error, children }: FieldFrame & { children: (described: Described) => ReactNode }) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <div
          id={`${id}-note`}
          className={classNames('field-note', error !== undefined && 'field-error')}
          role={error ? 'alert' : undefined}
        >
          {note}
        </div>
      )}
    </div>
  )
}

export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldFrame & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <input
          type="text"
          data-autofocus={rest.autoFocus || undefined}
          {...rest}
          {...described}
          className={classNames('input', className)}
        />
      )}
    </Field>
  )
}

export function TextArea({ label, hint, error, className, ...rest }: FieldFrame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => <textarea rows={3} {...rest} {...described} className={classNames('input', 'input-area', className)} />}
    </Field>
  )
}

export function SelectField({
  label,
  hint,
  error,
  className,
  children,
  ...rest
}: FieldFrame & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <select {...rest} {...described} className={classNames('input', 'input-select', className)}>
          {children}
        </select>
      )}
    </Field>
  )
}
