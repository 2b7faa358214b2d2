import { type FormEvent, useEffect, useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { useWork } from '../../../line/use-work.ts'
import { Button, SelectField, Switch, TextField } from '../../../ui/index.ts'
import { dayAndTime } from '../../../ui/words.ts'
import { Card } from '../../card.tsx'
import { RetentionForm } from './retention-form.tsx'

interface ScheduleCardProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly hasBucket: boolean
}

type Presets = Awaited<ReturnType<Control['backups']['presets']>>

/** How often, for how long, and what of. */
export function ScheduleCard({ control, backups, hasBucket }: ScheduleCardProps) {
  const { busy, run } = useWork()
  const { schedule, nextRun } = backups
  const [presets, setPresets] = useState<Presets>()
  useEffect(() => void control.backups.presets().then(setPresets, () => {}), [control])
  if (!presets) return null
  const isPreset = schedule === null || presets.some(({ cron }) => cron === schedule)
  const change = (changes: Parameters<Control['backups']['change']>[0]) => run('change', () => control.backups.change(changes))
  return (
    <Card title="How often, and for how long">
      <SelectField
        label="Back up"
        value={schedule ?? ''}
        disabled={busy !== undefined}
        hint={
          nextRun === null
            ? 'Only when you press “Back up now”.'
            : `Next: ${dayAndTime(nextRun)}, by this computer’s clock. If it is off or asleep then, soon after.`
        }
        onChange={({ target }) => void change({ schedule: target.value === '' ? null : target.value })}
      >
        {presets.map(({ cron, label }) => (
          <option key={cron} value={cron}>
            {label}
          </option>
        ))}
        {!isPreset && <option value={schedule}>As said under Advanced ({schedule})</option>}
        <option value="">Only when I ask for it</option>
      </SelectField>
      <RetentionForm control={control} backups={backups} onSave={(retention) => change({ retention })} />
      {(hasBucket || backups.copyFromBuckets) && (
        <Switch
          label="Copy files that are in a bucket, too"
          hint={
            backups.copyFromBuckets
              ? 'Backups hold every file: they need as much room again, and the first one downloads all of them.'
              : 'Backups only list files that are in the bucket. If the bucket is lost, those files are lost with it.'
          }
          checked={backups.copyFromBuckets}
          disabled={busy !== undefined}
          onChange={(copyFromBuckets) => void change({ copyFromBuckets })}
        />
      )}
      <details className="more" open={!isPreset}>
        <summary>Advanced</summary>
        <CronForm key={schedule} cron={schedule ?? ''} onSave={(cron) => change({ schedule: cron })} />
      </details>
    </Card>
  )
}

function CronForm({ cron, onSave }: { cron: string; onSave: (cron: string) => Promise<boolean> }) {
  const [typed, setTyped] = useState(cron)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    void onSave(typed.trim())
  }
  return (
    <form className="inline-form" onSubmit={save}>
      <TextField
        label="Schedule as cron text"
        className="path"
        spellCheck={false}
        placeholder="0 2 * * *"
        value={typed}
        hint="Minute, hour, day of the month, month, day of the week. “30 8,18 * * 1-5” is half past eight and half past six on working days."
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit" disabled={typed.trim() === '' || typed.trim() === cron}>
        Save
      </Button>
    </form>
  )
}
