import type { BackupStatus, Status } from '../../../server/control/contract.ts'
import { dayAndTime, daysAgo } from '../../ui/words.ts'
import type { Place } from './places/place.ts'

type Problem = Status['problems'][number]

export interface Wellness {
  /** `well` only where a backup was read back, one was restored and used, and nobody has anything to say against it. */
  readonly level: 'well' | 'attention' | 'trouble'
  readonly headline: string
  readonly problems: readonly Problem[]
}

/** What means that a restore might bring back less than the owner thinks. All else can wait for a moment. */
const troubles = ['BACKUP_OLD', 'BACKUP_FAILED', 'BACKUP_DRILL_FAILED', 'BACKUP_SCHEDULE_STALLED', 'BACKUP_PLACE_GONE']

export function wellnessOf(backups: BackupStatus, status: Status, now = Date.now()): Wellness {
  const problems = [...status.problems.filter(({ code }) => code.startsWith('BACKUP_')), ...yetToCome(backups)]
  const isTrouble = problems.some(({ code }) => troubles.includes(code))
  const verified = newestOf(backups)
  const backup = verified ? dayAndTime(verified.at, now) : 'none yet'
  const { drill } = backups
  const rehearsed = !drill ? 'not yet' : drill.isFine ? daysAgo(drill.at, now) : `failed ${daysAgo(drill.at, now)}`
  return {
    level: isTrouble ? 'trouble' : problems.length > 0 ? 'attention' : 'well',
    headline: `Last verified backup: ${backup}\u00a0· restore rehearsed: ${rehearsed}`,
    problems,
  }
}

/** The newest verified backup, wherever it is. */
export const newestOf = ({ destinations }: BackupStatus): Place['verified'] =>
  destinations
    .map(({ verified }) => verified)
    .reduce((newest, one) => (one && (!newest || one.at > newest.at) ? one : newest), null)

/** Nothing has failed, and still it would be wrong to say that all is well. */
function yetToCome(backups: BackupStatus): Problem[] {
  const all: [boolean, Problem][] = [
    [
      newestOf(backups) === null,
      { code: 'BACKUP_NONE', message: 'There is no backup yet.', nextStep: 'Make one now; it takes a minute or two.' },
    ],
    [
      backups.drill === null && newestOf(backups) !== null,
      {
        code: 'BACKUP_NOT_REHEARSED',
        message: 'No restore has been rehearsed yet.',
        nextStep: 'It happens by itself within a week, or now: choose “Rehearse” below. Nobody notices it.',
      },
    ],
    [
      backups.schedule === null,
      {
        code: 'BACKUP_NO_SCHEDULE',
        message: 'Backups happen only when you ask for them.',
        nextStep: 'Choose how often below, so that nobody has to think of it.',
      },
    ],
  ]
  return all.filter(([isSo]) => isSo).map(([, problem]) => problem)
}
