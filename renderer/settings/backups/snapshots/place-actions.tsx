import { Eraser, FlaskConical, ScanSearch, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { BackupStatus, BackupVerification, Control } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, Notice } from '../../../ui/index.ts'
import { count, inBytes } from '../../../ui/words.ts'
import type { Place } from '../places/place.ts'
import { worksOn } from '../works-on.ts'
import { PruneDialog } from './prune-dialog.tsx'

interface PlaceActionsProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly place: Place
  readonly onRestore: () => void
  /** Fewer backups are there than before. */
  readonly onRemoved: () => void
}

/** What can be done with all backups of a place, and what came of it: that stays until the page is left. */
export function PlaceActions({ control, backups, place, onRestore, onRemoved }: PlaceActionsProps) {
  const { busy, run } = useWork()
  const [checked, setChecked] = useState<BackupVerification>()
  const [rehearsed, setRehearsed] = useState<NonNullable<BackupStatus['drill']>>()
  const [isPruning, setIsPruning] = useState(false)
  const destination = place.name
  const isBusy = backups.underWay !== null
  const verify = () => run('verify', async () => setChecked(await control.backups.verify({ destination })))
  const drill = () => run('drill', async () => setRehearsed(await control.backups.drill({ destination })))
  return (
    <>
      <div className="places-buttons">
        <Button icon={Undo2} onClick={onRestore}>
          Restore…
        </Button>
        <Button icon={FlaskConical} {...worksOn('drill', backups, busy)} onClick={drill}>
          Rehearse
        </Button>
        <Button icon={ScanSearch} {...worksOn('verify', backups, busy)} onClick={verify}>
          Check all
        </Button>
        <Button icon={Eraser} look="quiet" disabled={isBusy} onClick={() => setIsPruning(true)}>
          Remove old ones…
        </Button>
      </div>
      {rehearsed && (
        <Notice
          kind={rehearsed.isFine ? 'done' : 'problem'}
          title={rehearsed.isFine ? 'The rehearsal went well.' : 'The rehearsal failed.'}
        >
          {rehearsed.message}
        </Notice>
      )}
      {checked && <Checked checked={checked} />}
      {isPruning && <PruneDialog control={control} place={place} onRemoved={onRemoved} onClose={() => setIsPruning(false)} />}
    </>
  )
}

function Checked({ checked: { snapshots, bytes, damages, notOpened } }: { checked: BackupVerification }) {
  const all = `${count(snapshots, 'backup', 'backups')}, ${inBytes(bytes)}`
  if (damages.length === 0 && notOpened.length === 0) {
    return (
      <Notice kind="done" title="Every byte is as it was written.">
        {all} read back.
      </Notice>
    )
  }
  return (
    <Notice kind="problem" title={damages.length > 0 ? 'Something here is damaged.' : 'Some backups could not be opened.'}>
      {notOpened.length > 0 && <p>{count(notOpened.length, 'backup is', 'backups are')} sealed with a key that is not here.</p>}
      {damages.length > 0 && (
        <>
          <p>Make a backup now: what is still here is written again, and that mends older ones too. Then check once more.</p>
          <ul className="failures">
            {damages.map(({ object, cause, snapshots: missedBy }) => (
              <li key={object}>
                <span className="path">{object}</span>
                <span>
                  {cause}
                  {missedBy.length > 0 && ` (${count(missedBy.length, 'backup misses', 'backups miss')} it)`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  )
}
