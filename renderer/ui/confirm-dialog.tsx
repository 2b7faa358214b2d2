import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'

interface ConfirmDialogProps extends Pick<DialogProps, 'title' | 'size' | 'onClose'> {
  /** What the button says that does it. */
  action: string
  look?: ButtonProps['look']
  /** What the other button says. */
  keep?: string
  busy?: boolean
  /** Enter does it at once. */
  autoFocus?: boolean
  onConfirm: () => unknown
  children: ReactNode
}

/** A dialog that says what would happen, and asks whether it shall. */
export function ConfirmDialog({
  action,
  look = 'danger',
  keep = 'Cancel',
  size = 's',
  busy,
  autoFocus,
  onConfirm,
  ...dialog
}: ConfirmDialogProps) {
  return (
    <Dialog
      {...dialog}
      size={size}
      footer={
        <>
          <Button look="quiet" onClick={dialog.onClose}>
            {keep}
          </Button>
          <Button look={look} busy={busy} autoFocus={autoFocus} onClick={() => void onConfirm()}>
            {action}
          </Button>
        </>
      }
    />
  )
}
