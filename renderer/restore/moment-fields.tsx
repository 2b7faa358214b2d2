import type { Repository } from '../../server/control/contract.ts'
import { SelectField, Switch, TextField } from '../ui/index.ts'
import { dayAndSecond, dayAndTime } from '../ui/words.ts'
import type { Moment } from './types.ts'

interface MomentFieldsProps {
  readonly repository: Repository
  readonly moment: Moment
  readonly onChange: (moment: Moment) => void
}

/** Which backup to go back to; or a second between two, where what happened in between was kept as well. */
export function MomentFields({ repository: { snapshots, periods }, moment, onChange }: MomentFieldsProps) {
  const latest = endOf(periods)
  const goesOn = latest > (snapshots[0]?.createdAt ?? 0)
  const isExact = moment.second !== undefined
  return (
    <>
      {!isExact && (
        <SelectField
          label="Go back to the backup of"
          value={moment.snapshot}
          onChange={({ target }) => onChange({ snapshot: target.value })}
        >
          {(goesOn || moment.snapshot === newest) && (
            <option value={newest}>{goesOn ? `As new as can be: all until ${dayAndSecond(latest)}` : 'The newest one'}</option>
          )}
          {snapshots.map(({ snapshot, createdAt, content, verifiedAt }) => (
            <option key={snapshot} value={snapshot} disabled={content === null}>
              {dayAndTime(createdAt)}
              {content === null ? ' (cannot be read)' : verifiedAt === null ? ' (not verified)' : ''}
            </option>
          ))}
        </SelectField>
      )}
      {periods.length > 0 && (
        <>
          <Switch
            label="Choose the second"
            hint="What happened between two backups was kept as well."
            checked={isExact}
            onChange={(on) => onChange(on ? momentAt(latest, snapshots) : { snapshot: moment.snapshot })}
          />
          {isExact && (
            <SecondField
              second={moment.second ?? latest}
              periods={periods}
              onChange={(at) => onChange(momentAt(at, snapshots))}
            />
          )}
        </>
      )}
    </>
  )
}

/** The newest backup and all that is known to have happened since. */
export const newest = 'latest'

const endOf = (periods: Repository['periods']): number => periods.reduce((last, { to }) => Math.max(last, to), 0)

/** Up to when more comes back than the backup itself; undefined where it is the backup alone. Unix seconds. */
export function comesUntil({ snapshot, second }: Moment, { periods, snapshots }: Repository): number | undefined {
  if (second !== undefined) return second
  const end = endOf(periods)
  return snapshot === newest && end > (snapshots[0]?.createdAt ?? 0) ? end : undefined
}

/** What a second builds on: the newest backup that is not after it. */
function momentAt(second: number, snapshots: Repository['snapshots']): Moment {
  const before = snapshots.find(({ createdAt, content }) => createdAt <= second && content !== null) ?? snapshots.at(-1)
  return { snapshot: before?.snapshot ?? '', second }
}

interface SecondFieldProps {
  readonly second: number
  readonly periods: Repository['periods']
  readonly onChange: (second: number) => void
}

function SecondField({ second, periods, onChange }: SecondFieldProps) {
  const isKept = isIn(second, periods)
  return (
    <TextField
      label="Go back to this second"
      type="datetime-local"
      step={1}
      value={asField(second)}
      error={isKept ? undefined : `Of that second nothing was kept. Choose one ${periodsInWords(periods)}.`}
      hint={`One ${periodsInWords(periods)}, in the time of this computer.`}
      onChange={({ target }) => {
        const at = new Date(target.value).getTime() / 1000
        if (Number.isFinite(at)) onChange(at)
      }}
    />
  )
}

/** Whether anything was kept of that second. A moment without one is that of a backup, which is there. */
export const isKept = ({ second }: Moment, { periods }: Repository): boolean => second === undefined || isIn(second, periods)

const isIn = (second: number, periods: Repository['periods']): boolean =>
  periods.some(({ from, to }) => second >= from && second <= to)

const periodsInWords = (periods: Repository['periods']): string =>
  periods
    .slice(0, 3)
    .map(({ from, to }) => `from ${dayAndSecond(from)} to ${dayAndSecond(to)}`)
    .join(', or ')

/** `2026-11-23T02:00:07`, as the field wants it. */
function asField(seconds: number): string {
  const at = new Date(seconds * 1000)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
