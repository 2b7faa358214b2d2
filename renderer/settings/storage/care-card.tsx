import type { Control, StorageStatus } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, SelectField, showToast } from '../../ui/index.ts'
import { atTime, count, inBytes } from '../../ui/words.ts'
import { Card } from '../card.tsx'
import { BrokenFiles } from './broken-files.tsx'
import { DeliveryField } from './bucket/delivery-field.tsx'
import { tallyInWords } from './places.ts'

type Changes = Parameters<Control['storage']['change']>[0]

interface CareProps {
  readonly control: Control
  readonly storage: StorageStatus
}

/** What happens to files by itself: they are read back and compared; copies are kept for a while. */
export function CareCard({ control, storage }: CareProps) {
  const hasBucket = storage.stores.length > 1
  return (
    <Card title="Looking after files">
      <dl className="fact-list">
        <LastLook control={control} storage={storage} />
        {storage.copiesHere > 0 && <Copies control={control} storage={storage} />}
        {hasBucket && (
          <div className="fact">
            <dt>Kept at hand</dt>
            <dd>
              {storage.cache.bytes === 0 ? 'Nothing yet' : inBytes(storage.cache.bytes)} of at most {inMib(storage.cache.maxMib)}
              <span className="hint">What is read often opens from this computer: {reads(storage.cache)}.</span>
            </dd>
          </div>
        )}
      </dl>
      {storage.scrub && storage.scrub.damaged.length > 0 && <BrokenFiles control={control} files={storage.scrub.damaged} />}
      {hasBucket && <Choices control={control} storage={storage} />}
    </Card>
  )
}

function LastLook({ control, storage }: CareProps) {
  const { busy, run } = useWork()
  const unused = storage.scrub?.unused
  return (
    <div className="fact">
      <dt>Checked</dt>
      <dd>
        {lastLook(storage)}
        <span className="hint">Every week some files are read back and compared.</span>
        {unused && unused.files > 0 && (
          <span className="hint">{tallyInWords(unused)}, are not Landline’s or from before. It leaves them alone.</span>
        )}
        {storage.leftovers.files > 0 && (
          <span className="hint">{tallyInWords(storage.leftovers)}, were left by a crash in mid-upload and are removed.</span>
        )}
      </dd>
      <dd className="fact-action">
        <Button size="s" busy={busy === 'scrub'} onClick={() => run('scrub', () => control.storage.scrub({ all: true }))}>
          Check all now
        </Button>
      </dd>
    </div>
  )
}

function Copies({ control, storage }: CareProps) {
  const { busy, run } = useWork()
  const removeCopies = () =>
    run('copies', async () => {
      const { files } = await control.storage.removeCopies()
      showToast(`${count(files, 'copy', 'copies')} removed from this computer`)
    })
  return (
    <div className="fact">
      <dt>Copies here</dt>
      <dd>
        {count(storage.copiesHere, 'copy', 'copies')} of files that have moved
        <span className="hint">Each goes {count(storage.keepCopiesDays, 'day', 'days')} after its file has moved.</span>
      </dd>
      <dd className="fact-action">
        <Button size="s" busy={busy === 'copies'} onClick={removeCopies}>
          Remove now
        </Button>
      </dd>
    </div>
  )
}

function Choices({ control, storage }: CareProps) {
  const { run } = useWork()
  const change = (changes: Changes): void => void run('change', () => control.storage.change(changes))
  return (
    <details className="more">
      <summary>More choices</summary>
      <DeliveryField delivery={storage.delivery} onChange={(delivery) => change({ delivery })} />
      <div className="form-grid">
        <SizeField
          label="Kept at hand on this computer"
          hint="Counts from the next start on."
          mib={storage.cache.maxMib}
          onChange={(cacheMib) => change({ cacheMib })}
        />
        <SizeField
          label="Room for files that wait here"
          hint="While the bucket is away. Beyond it, people are asked to try later."
          mib={storage.spoolMib}
          onChange={(spoolMib) => change({ spoolMib })}
        />
      </div>
    </details>
  )
}

function lastLook({ scrub }: StorageStatus): string {
  if (!scrub || scrub.checked + scrub.unreachable.length === 0) return 'Nothing yet'
  const { at, checked, damaged, unreachable } = scrub
  const found =
    damaged.length > 0
      ? `${count(damaged.length, 'is', 'are')} damaged or missing`
      : unreachable.length > 0
        ? 'some could not be reached'
        : 'all as they were sent'
  return `${count(checked, 'file', 'files')} at ${atTime(at)}: ${found}`
}

function reads({ hits, misses }: StorageStatus['cache']): string {
  return hits + misses === 0
    ? 'none yet since the start'
    : `${Math.round((hits * 100) / (hits + misses))} % of reads since the start`
}

const inMib = (mib: number): string => (mib === 0 ? 'nothing' : mib < 1024 ? `${mib} MiB` : `${mib / 1024} GiB`)
const sizes = [0, 256, 512, 1024, 2048, 5120, 10_240, 51_200]

function SizeField(props: { label: string; hint: string; mib: number; onChange: (mib: number) => void }) {
  const choices = [...new Set([...sizes, props.mib])].sort((a, b) => a - b)
  return (
    <SelectField
      label={props.label}
      hint={props.hint}
      value={props.mib}
      onChange={({ target }) => props.onChange(Number(target.value))}
    >
      {choices.map((mib) => (
        <option key={mib} value={mib}>
          {inMib(mib)}
        </option>
      ))}
    </SelectField>
  )
}
