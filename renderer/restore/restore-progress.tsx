import './restore.css'
import type { RestoreStatus } from '../../server/control/contract.ts'
import { Button, Progress } from '../ui/index.ts'
import { inBytes } from '../ui/words.ts'

type UnderWay = NonNullable<RestoreStatus['underWay']>

interface RestoreProgressProps {
  readonly underWay: UnderWay
  /** Nothing is here yet that could be backed up first. */
  readonly isFirst?: boolean
  readonly onCancel?: () => void
}

const ofEverything = ['unpacking', 'verifying', 'safety snapshot', 'restarting'] as const
const ofParts = ['unpacking', 'bringing back'] as const

const words: Readonly<Record<UnderWay['stage'], string>> = {
  unpacking: 'Unpack the backup',
  verifying: 'Check every byte of it',
  'safety snapshot': 'Back up what is here now',
  restarting: 'Change over and restart',
  'bringing back': 'Put it back',
}

/** The stages of a restore: which are done, how far the present one is. */
export function RestoreProgress({ underWay, isFirst = false, onCancel }: RestoreProgressProps) {
  const { what, stage, done, total } = underWay
  const stages: readonly UnderWay['stage'][] = (what === 'everything' ? ofEverything : ofParts).filter(
    (each) => !isFirst || each !== 'safety snapshot',
  )
  const at = stages.indexOf(stage)
  return (
    <div className="restore-progress">
      <ol className="restore-stages" aria-label="Stages of the restore">
        {stages.map((each, index) => (
          <li
            key={each}
            data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
            aria-current={index === at ? 'step' : undefined}
          >
            {words[each]}
            {index === at && total > 0 && (
              <span className="restore-amount">
                {inBytes(done)} of {inBytes(total)}
              </span>
            )}
          </li>
        ))}
      </ol>
      <Progress label={words[stage]} done={done} of={total} />
      {underWay.mayCancel && onCancel && (
        <div className="form-buttons">
          <span />
          <Button look="quiet" onClick={onCancel}>
            Cancel the restore
          </Button>
        </div>
      )}
    </div>
  )
}
