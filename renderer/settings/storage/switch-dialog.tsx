import { useState } from 'react'
import type { CheckOutcome, Control, StorageStatus } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, Dialog, Notice, SelectField } from '../../ui/index.ts'
import { count, inBytes } from '../../ui/words.ts'
import { type Cost, inDollars, type Pace, timeFor, useCost } from './estimate.ts'
import { type Bucket, elsewhere, tallyInWords } from './places.ts'

interface SwitchDialogProps {
  readonly control: Control
  readonly storage: StorageStatus
  /** No id for a bucket that is new; no bucket for this computer. */
  readonly target: { readonly id: string | undefined; readonly bucket: Bucket | null }
  /** What the test found, to tell how long it will take. */
  readonly measured?: CheckOutcome['measured']
  /** Bytes free on this computer, where files come back to it. */
  readonly freeBytes?: number
  /** Only what is left elsewhere is to follow: new files go there already. */
  readonly isRest?: boolean
  readonly onClose: () => void
  /** Without a pace, only new files go there. */
  readonly onSwitch: (pace: Pace | undefined) => Promise<void>
}

/** What becomes of the files that exist: they move while people chat, or stay where they are. */
export function SwitchDialog({ control, storage, target, measured, freeBytes, isRest, onClose, onSwitch }: SwitchDialogProps) {
  const [pace, setPace] = useState<Pace>({ parallel: 6, bytesPerSecond: null })
  const { busy, run } = useWork()
  const cost = useCost(control, target.bucket)
  const there = elsewhere(storage, target.id ?? 'new')
  const place = target.bucket ? `the bucket ${target.bucket.bucket}` : 'this computer'
  const go = (name: string, chosen: Pace | undefined) =>
    run(name, async () => {
      await onSwitch(chosen)
      onClose()
    })
  const hasRoom = freeBytes === undefined || freeBytes > there.bytes
  return (
    <Dialog
      title={isRest ? `Move the rest to ${place}?` : target.bucket ? `Switch to ${place}?` : `Return to ${place}?`}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          {!isRest && (
            <Button look={there.files === 0 ? 'primary' : 'plain'} busy={busy === 'keep'} onClick={() => go('keep', undefined)}>
              {there.files === 0 ? 'Switch' : 'Keep both'}
            </Button>
          )}
          {there.files > 0 && (
            <Button look="primary" autoFocus disabled={!hasRoom} busy={busy === 'move'} onClick={() => go('move', pace)}>
              {`Move ${count(there.files, 'file', 'files')}`}
            </Button>
          )}
        </>
      }
    >
      {there.files === 0 ? (
        <p>No files have to move. What people send from now on goes to {place}.</p>
      ) : (
        <>
          <p className="switch-sum">
            <strong>{tallyInWords(there)}</strong> will move; people can keep chatting.
          </p>
          {!hasRoom && (
            <Notice kind="problem" title="There is too little room on this computer.">
              {inBytes(freeBytes)} are free. Make room, or choose Keep both.
            </Notice>
          )}
          <WhatHappens
            storage={storage}
            place={place}
            cost={cost}
            time={measured && timeFor(there, measured, pace)}
            freeBytes={hasRoom ? freeBytes : undefined}
            hasChoice={!isRest}
          />
          <PaceFields pace={pace} onChange={setPace} />
        </>
      )}
    </Dialog>
  )
}

interface WhatHappensProps {
  readonly storage: StorageStatus
  readonly place: string
  readonly cost: Cost
  /** In words; undefined where nothing was measured. */
  readonly time: string | undefined
  readonly freeBytes: number | undefined
  /** Whether files may also stay. */
  readonly hasChoice: boolean
}

function WhatHappens({ storage, place, cost, time, freeBytes, hasChoice }: WhatHappensProps) {
  return (
    <ul className="facts">
      <li>
        <strong>Move:</strong> each file is copied, read back and compared, and only then served from there
        {time && `: about ${time}`}. It goes on after a restart, and you can pause it.
      </li>
      {storage.keepCopiesDays > 0 && (
        <li>Copies stay where the files are now for {count(storage.keepCopiesDays, 'day', 'days')}, to be safe.</li>
      )}
      {cost && (
        <li>
          There they cost about {inDollars(cost.perMonth)} a month{cost.once > 0 && `, and ${inDollars(cost.once)} once`}, by the
          provider’s list prices.
        </li>
      )}
      {freeBytes !== undefined && <li>This computer has {inBytes(freeBytes)} free.</li>}
      {hasChoice && (
        <li>
          <strong>Keep both:</strong> only new files go to {place}. Those from before stay where they are, and work as ever.
        </li>
      )}
    </ul>
  )
}

function PaceFields({ pace: { parallel, bytesPerSecond }, onChange }: { pace: Pace; onChange: (pace: Pace) => void }) {
  return (
    <div className="form-grid">
      <SelectField
        label="Files at once"
        value={parallel}
        onChange={({ target }) => onChange({ parallel: Number(target.value), bytesPerSecond })}
      >
        {[1, 2, 4, 6, 12, 24].map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      <SelectField
        label="Speed"
        value={bytesPerSecond ?? 0}
        onChange={({ target }) => onChange({ parallel, bytesPerSecond: Number(target.value) || null })}
      >
        <option value="0">As fast as it goes</option>
        {[500_000, 2_000_000, 10_000_000, 50_000_000].map((each) => (
          <option key={each} value={each}>
            At most {inBytes(each)}/s
          </option>
        ))}
      </SelectField>
    </div>
  )
}
