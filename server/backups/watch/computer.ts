import type { Backups } from '../backups.ts'
import { type Alarm, alarm, dateInWords, spanInWords } from './alarm.ts'
import type { Looked } from './looked.ts'

/** Of the clock, between the computer that made a backup and this one. */
const clockTolerance = 5 * 60

export function clock(backups: Backups, { jump, places }: Looked): Alarm[] {
  const now = backups.now()
  const newest = Math.max(backups.state.newest?.at ?? 0, ...[...places.values()].map(({ newestAt }) => newestAt ?? 0))
  const nextStep = 'See whether date and time of this computer are right: backups are made, kept and removed by them.'
  if (newest > now + clockTolerance) {
    const message = `The newest backup is of ${dateInWords(newest)}, but the clock of this computer says ${dateInWords(now)}.`
    return [alarm({ code: 'BACKUP_CLOCK_JUMPED', cause: 'behind', message, nextStep })]
  }
  if (!jump) return []
  const [cause, way] = jump.seconds > 0 ? ['forwards', 'forwards'] : ['backwards', 'back']
  const message = `The clock of this computer was set ${way} by ${spanInWords(Math.abs(jump.seconds))}, to ${dateInWords(jump.at)}.`
  return [alarm({ code: 'BACKUP_CLOCK_JUMPED', cause, message, nextStep })]
}

export function disk({ disk: found }: Looked): Alarm[] {
  if (!found || found.free >= 2 * found.needed) return []
  const [free, needed] = [found.free, found.needed].map((bytes) => `${Math.ceil(bytes / 1024 / 1024)} MiB`)
  return [
    alarm({
      code: 'BACKUP_DISK_LOW',
      message: `The disk of the data folder has ${free} left. The next backup needs ${needed} there, and there should be twice that.`,
      nextStep: 'Free some space on it, or keep fewer snapshots.',
    }),
  ]
}
