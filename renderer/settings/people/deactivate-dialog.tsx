import { Button, Dialog } from '../../ui/index.ts'

interface DeactivateDialogProps {
  readonly name: string
  readonly onClose: () => void
  readonly onDeactivate: () => Promise<boolean>
}

export function DeactivateDialog({ name, onClose, onDeactivate }: DeactivateDialogProps) {
  return (
    <Dialog
      title={`Deactivate ${name}?`}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" onClick={() => onDeactivate().then((done) => done && onClose())}>
            Deactivate
          </Button>
        </>
      }
    >
      <p>
        They are signed out everywhere at once, and their API keys stop working. What they wrote stays. You can bring them back
        any time.
      </p>
    </Dialog>
  )
}
