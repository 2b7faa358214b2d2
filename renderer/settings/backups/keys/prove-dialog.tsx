import type { Control } from '../../../../server/control/contract.ts'
import { Button, Dialog, showToast } from '../../../ui/index.ts'
import { ProveForm } from './prove-form.tsx'

/** Asks for a key that was made earlier. */
export function ProveDialog({ control, onClose }: { control: Control; onClose: () => void }) {
  const done = (): void => {
    showToast('That is the key: you have it')
    onClose()
  }
  return (
    <Dialog
      title="Type your recovery key"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form="prove-key">
            This is it
          </Button>
        </>
      }
    >
      <p>Fetch it from where you keep it. If it is gone, make another key and remove this one: backups stay readable.</p>
      <ProveForm control={control} onProved={done} />
    </Dialog>
  )
}
