import { useEffect, useState } from 'react'
import type { Control } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, Dialog, Notice, Spinner, showToast } from '../../../ui/index.ts'
import { count, inBytes } from '../../../ui/words.ts'
import type { Place } from '../places/place.ts'

type Plan = Awaited<ReturnType<Control['backups']['prune']>>

interface PruneDialogProps {
  readonly control: Control
  readonly place: Place
  readonly onRemoved: () => void
  readonly onClose: () => void
}

/** Says what would go before anything goes. */
export function PruneDialog({ control, place, onRemoved, onClose }: PruneDialogProps) {
  const [plan, setPlan] = useState<Plan | string>()
  const { busy, run } = useWork()
  const destination = place.name
  useEffect(() => {
    control.backups.prune({ destination, dryRun: true }).then(setPlan, (error) => setPlan(sayWhy(error)))
  }, [control, destination])
  const remove = async (): Promise<void> => {
    const done = await run('prune', async () => {
      const { remove: removed, bytes } = await control.backups.prune({ destination })
      showToast(`${count(removed.length, 'backup', 'backups')} removed, ${inBytes(bytes)} freed`)
    })
    if (!done) return
    onRemoved()
    onClose()
  }
  const hasWork = typeof plan === 'object' && (plan.remove.length > 0 || plan.bytes > 0)
  return (
    <Dialog
      title={`Remove old backups from ${place.kind === 'local' ? 'this computer' : place.name}`}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{hasWork ? 'Keep all' : 'Close'}</Button>
          {hasWork && (
            <Button look="danger" busy={busy !== undefined} onClick={remove}>
              {plan.remove.length > 0 ? `Remove ${count(plan.remove.length, 'backup', 'backups')}` : 'Free the space'}
            </Button>
          )}
        </>
      }
    >
      {plan === undefined && <Spinner label="Looking" />}
      {typeof plan === 'string' && <Notice kind="problem">{plan}</Notice>}
      {typeof plan === 'object' && <p>{inWords(plan)}</p>}
    </Dialog>
  )
}

function inWords({ keep, remove, bytes }: Plan): string {
  if (remove.length > 0) {
    return `By the numbers under “How often, and for how long”, ${keep.length} stay and ${remove.length} can go. That frees ${inBytes(bytes)}.`
  }
  const rest = bytes > 0 ? ` ${inBytes(bytes)} belong to none of them: a backup that broke off left them.` : ''
  return `All ${keep.length} are still needed, by the numbers under “How often, and for how long”.${rest}`
}
