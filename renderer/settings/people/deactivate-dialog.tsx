import { ConfirmDialog } from '../../ui/index.ts'

interface DeactivateDialogProps {
  readonly name: string
  readonly onClose: () => void
  readonly onDeactivate: () => Promise<boolean>
}

export function DeactivateDialog({ name, onClose, onDeactivate }: DeactivateDialogProps) {
  return (
    <ConfirmDialog
      title={`Deactivate ${name}?`}
      action="Deactivate"
      onConfirm={() => onDeactivate().then((done) => done && onClose())}
      onClose={onClose}
    >
      <p>
        They are signed out everywhere at once, and their API keys stop working. What they wrote stays. You can bring them back
        any time.
      </p>
    </ConfirmDialog>
  )
}
