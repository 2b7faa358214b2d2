import { type FormEvent, useEffect, useState } from 'react'
import type { BackupStatus, Control } from '../../../../server/control/contract.ts'
import { Button, TextField } from '../../../ui/index.ts'
import { count, daysAgo } from '../../../ui/words.ts'
import { localName } from '../places/place.ts'
import { Timeline } from './timeline.tsx'

type Retention = BackupStatus['retention']
type Forecast = Awaited<ReturnType<Control['backups']['forecast']>>

interface RetentionFormProps {
  readonly control: Control
  readonly backups: BackupStatus
  readonly onSave: (retention: Retention) => Promise<boolean>
}

const parts = [
  ['hourly', 'Hours'],
  ['daily', 'Days'],
  ['weekly', 'Weeks'],
  ['monthly', 'Months'],
] as const

/** How many of the last hours, days, weeks and months keep their newest backup, and what that comes to. */
export function RetentionForm({ control, backups, onSave }: RetentionFormProps) {
  const saved = JSON.stringify(backups.retention)
  const [typed, setTyped] = useState(backups.retention)
  useEffect(() => setTyped(JSON.parse(saved) as Retention), [saved])
  const forecast = useForecast(control, typed, backups)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void onSave(typed)
  }
  return (
    <form className="retention" onSubmit={submit}>
      <fieldset>
        <legend className="field-label">Keep the newest backup of so many</legend>
        <div className="retention-fields">
          {parts.map(([part, label]) => (
            <TextField
              key={part}
              label={label}
              type="number"
              min={0}
              max={999}
              required
              value={typed[part]}
              onChange={({ target }) =>
                setTyped({ ...typed, [part]: Math.min(Math.max(0, Math.trunc(target.valueAsNumber || 0)), 999) })
              }
            />
          ))}
          <Button type="submit" disabled={JSON.stringify(typed) === saved}>
            Save
          </Button>
        </div>
      </fieldset>
      {forecast && (
        <>
          <Timeline times={forecast.later} />
          <p className="hint">{inWords(forecast)} The newest two, and the newest verified one, are never removed.</p>
        </>
      )}
    </form>
  )
}

function inWords({ later, keep, remove }: Forecast): string {
  const oldest = later.at(-1)
  const inTheEnd = oldest
    ? `Once it has run for a while: ${count(later.length, 'backup', 'backups')}, the oldest from ${daysAgo(oldest)}. `
    : ''
  const now =
    remove.length === 0
      ? ''
      : `Of the ${keep.length + remove.length} on this computer, ${remove.length} would go after the next one. `
  return (inTheEnd + now).trim()
}

/** What these numbers would keep, asked once nobody types any more. */
function useForecast(control: Control, retention: Retention, { schedule, destinations }: BackupStatus): Forecast | undefined {
  const [forecast, setForecast] = useState<Forecast>()
  const asked = JSON.stringify({ destination: localName, retention, schedule })
  const newest = destinations[0]?.verified?.snapshot
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      control.backups.forecast(JSON.parse(asked)).then(
        (answer) => isCurrent && setForecast(answer),
        () => isCurrent && setForecast(undefined), // nothing was ever backed up
      )
    }, 250)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [control, asked, newest]) // a new backup changes what would go
  return forecast
}
