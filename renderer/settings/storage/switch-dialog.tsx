import { useEffect, useState } from 'react'
import type { CheckOutcome, Control, StorageStatus } from '../../../server/control/contract.ts'
import { Button, Dialog, Notice, SelectField } from '../../ui/index.ts'
import { useWork } from '../server-control.ts'
import { count, howLong, inBytes } from '../words.ts'
import { type Bucket, elsewhere, type Tally, tallyInWords } from './places.ts'

/** How a move behaves towards the line and the provider. */
export interface Pace {
  readonly parallel: number
  readonly bytesPerSecond: number | null
}

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
  const [parallel, setParallel] = useState('6')
  const [limit, setLimit] = useState('0')
  const { busy, run } = useWork()
  const cost = useCost(control, target.bucket)
  const there = elsewhere(storage, target.id ?? 'new')
  const place = target.bucket ? `the bucket ${target.bucket.bucket}` : 'this computer'
  const pace = { parallel: Number(parallel), bytesPerSecond: Number(limit) || null }
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
              {count(there.files, 'file', 'files').replace(/^/, 'Move ')}
            </Button>
          )}
        </>
      }
    >
      {there.files === 0 ? (
        <p>There are no files yet. What people send from now on goes to {place}.</p>
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
          <ul className="facts">
            <li>
              <strong>Move:</strong> each file is copied, read back and compared, and only then served from there
              {measured && `: about ${timeFor(there, measured, pace)}`}. It goes on after a restart, and you can pause it.
            </li>
            {storage.keepCopiesDays > 0 && (
              <li>Copies stay where the files are now for {count(storage.keepCopiesDays, 'day', 'days')}, to be safe.</li>
            )}
            {cost && (
              <li>
                There they cost about {inDollars(cost.perMonth)} a month{cost.once > 0 && `, and ${inDollars(cost.once)} once`},
                by the provider’s list prices.
              </li>
            )}
            {freeBytes !== undefined && hasRoom && <li>This computer has {inBytes(freeBytes)} free.</li>}
            {!isRest && (
              <li>
                <strong>Keep both:</strong> only new files go to {place}. Those from before stay where they are, and work as ever.
              </li>
            )}
          </ul>
          <div className="form-grid">
            <SelectField label="Files at once" value={parallel} onChange={({ target: { value } }) => setParallel(value)}>
              {['1', '2', '4', '6', '12', '24'].map((each) => (
                <option key={each}>{each}</option>
              ))}
            </SelectField>
            <SelectField label="Speed" value={limit} onChange={({ target: { value } }) => setLimit(value)}>
              <option value="0">As fast as it goes</option>
              {[500_000, 2_000_000, 10_000_000, 50_000_000].map((each) => (
                <option key={each} value={each}>
                  At most {inBytes(each)}/s
                </option>
              ))}
            </SelectField>
          </div>
        </>
      )}
    </Dialog>
  )
}

type Cost = Awaited<ReturnType<Control['storage']['planMove']>>['cost']

/** What the provider will charge, where its prices are that simple. */
function useCost(control: Control, bucket: Bucket | null): Cost {
  const [cost, setCost] = useState<Cost>(null)
  const asked = JSON.stringify(bucket)
  useEffect(() => {
    const place = JSON.parse(asked) as Bucket | null
    if (!place) return
    control.storage.planMove({ to: 's3', bucket: place }).then(
      (plan) => setCost(plan.cost),
      () => {},
    )
  }, [control, asked])
  return cost
}

const dollars = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' })
const inDollars = (amount: number): string => dollars.format(amount)

/** Each file goes there and is read back; small ones wait for the provider's answers rather than for the line. */
function timeFor({ files, bytes }: Tally, measured: NonNullable<CheckOutcome['measured']>, { parallel, bytesPerSecond }: Pace) {
  const { bytesPerSecondUp, bytesPerSecondDown, millisecondsPerRequest } = measured
  const up = Math.min(bytesPerSecondUp, bytesPerSecond ?? Number.POSITIVE_INFINITY)
  const seconds = bytes / up + bytes / bytesPerSecondDown + (files * 2 * millisecondsPerRequest) / 1000 / parallel
  return seconds < 60 ? 'a minute' : howLong(seconds)
}
