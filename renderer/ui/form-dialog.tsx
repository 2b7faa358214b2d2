import { type FormEvent, type ReactNode, useId } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface FormDialogProps {
  title: ReactNode
  /** What the button says that sends it. */
  action: string
  look?: ButtonProps['look']
  busy?: boolean
  /** Something is missing. */
  disabled?: boolean
  onSubmit: () => unknown
  onClose: () => void
  children: ReactNode
}

/** A dialog that asks for something: its fields, a way out, and the button that Enter presses too. */
export function FormDialog({ title, action, look = 'primary', busy, disabled, onSubmit, onClose, children }: FormDialogProps) {
  const id = useId()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void onSubmit()
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look={look} type="submit" form={id} busy={busy} disabled={disabled}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} className="form" onSubmit={submit}>
        {children}
      </form>
    </Dialog>
  )
}
