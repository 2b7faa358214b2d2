import type { Backups } from '../backups.ts'
import { BackupRefused } from '../refused.ts'
import { wasDue } from '../schedule/cron.ts'
import { lastEnd } from '../schedule/scheduler.ts'
import { type Alarm, alarm, dateInWords, day, hour, spanInWords } from './alarm.ts'
import { clock, disk } from './computer.ts'
import type { Looked } from './looked.ts'
import { enoughLooks } from './places.ts'

/** A nightly backup, and an hour for it. */
const patience = 25 * hour
/** Without a schedule, backups are made by hand. */
const patienceByHand = 8 * day
const drillAge = 14 * day
const keyAge = 182 * day
/** Nobody is told of a key at night that they write down tomorrow. */
const timeToProve = day
/** How late a run may begin; it is looked for every minute. */
const grace = 15 * 60
const longestWork = 12 * hour
/** How long changes may be on their way, and how long until the first ones are, after a start. */
const journalPatience = 60
const timeToBegin = 5 * 60

/**
 * What the owner should know about backups. It is worked out from what was achieved, and not by the job that should have achieved
 * it: a schedule that stands still cannot keep quiet about itself.
 */
export function alarmsOf(backups: Backups, looked: Looked): Alarm[] {
  return [
    ...old(backups),
    ...failed(backups),
    ...untidied(backups),
    ...gone(backups, looked),
    ...behind(backups, looked),
    ...drill(backups),
    ...stalled(backups, looked),
    ...clock(backups, looked),
    ...disk(looked),
    ...keys(backups),
  ]
}

function old(backups: Backups): Alarm[] {
  const { newest, since } = backups.state
  const [now, last] = [backups.now(), newest?.at ?? since]
  if (now - last <= patience || !isOverdue(backups.settings.schedule, last, now)) return []
  const known = newest ? `The last one that could be read back is of ${dateInWords(last)}.` : 'There is none yet.'
  return [
    alarm({
      code: 'BACKUP_OLD',
      message: `There has been no good backup for more than ${spanInWords(now - last)}. ${known}`,
      nextStep: 'Make one now under Settings, Backups, and see what it says.',
    }),
  ]
}

/** Those who chose working days hear nothing on a Sunday. */
const isOverdue = (schedule: string | null, last: number, now: number): boolean =>
  schedule === null ? now - last > patienceByHand : wasDue(schedule, new Date(last * 1000), new Date((now - hour) * 1000))

const failed = ({ destinations, state }: Backups): Alarm[] =>
  destinations.names.flatMap((name) => {
    const { failure } = state.of(name)
    if (!failure) return []
    return alarm({
      id: `BACKUP_FAILED ${name}`,
      code: 'BACKUP_FAILED',
      cause: failure.message,
      message: `The backup to ${destinations.whereIs(name).where} failed on ${dateInWords(failure.at)}. ${failure.message}`,
      nextStep: failure.nextStep,
    })
  })

/** The backup itself is good. */
const untidied = ({ destinations, state }: Backups): Alarm[] =>
  destinations.names.flatMap((name) => {
    const problem = state.of(name).verified?.untidied
    if (!problem) return []
    return alarm({
      id: `BACKUP_NOT_TIDIED ${name}`,
      code: 'BACKUP_NOT_TIDIED',
      cause: problem.message,
      message: `Old backups in ${destinations.whereIs(name).where} cannot be removed, so they take more and more room. ${problem.message}`,
      nextStep: problem.nextStep,
      isReminder: true,
    })
  })

const gone = ({ destinations }: Backups, { places }: Looked): Alarm[] =>
  [...places].flatMap(([name, { failures, cause, nextStep }]) => {
    if (failures < enoughLooks) return []
    const { where } = destinations.whereIs(name)
    const message = cause.includes(where) ? cause : `The backups in ${where} cannot be reached. ${cause}`
    return alarm({ id: `BACKUP_PLACE_GONE ${name}`, code: 'BACKUP_PLACE_GONE', cause, message, nextStep })
  })

/** Of the changes between backups, which should arrive within seconds. */
function behind({ journal, destinations, underWay, now }: Backups, { awakeFor, places }: Looked): Alarm[] {
  return (journal?.status ?? []).flatMap(({ destination, shippedAt, failure }) => {
    const isExplained = underWay?.destination === destination || (places.get(destination)?.failures ?? 0) > 0
    const isBehind = shippedAt === null ? awakeFor > timeToBegin : Math.abs(now() - shippedAt) > journalPatience
    if (isExplained || !isBehind) return []
    const since = shippedAt === null ? 'since Landline started' : `since ${dateInWords(shippedAt)}`
    const why = failure instanceof BackupRefused ? ` ${failure.message}` : ''
    return alarm({
      id: `BACKUP_JOURNAL_BEHIND ${destination}`,
      code: 'BACKUP_JOURNAL_BEHIND',
      cause: why,
      message: `Nothing that was written ${since} has arrived in ${destinations.whereIs(destination).where}.${why}`,
      nextStep:
        failure instanceof BackupRefused
          ? failure.nextStep
          : 'It arrives with the next backup. If this stays, look into logs/landline.log.',
    })
  })
}

function drill(backups: Backups): Alarm[] {
  const { drill: last, since } = backups.state
  if (last && !last.isFine) {
    const message = `The restore drill of ${dateInWords(last.at)} failed. ${last.message}`
    const nextStep = 'Make a new backup and try it out under Settings, Backups.'
    return [alarm({ code: 'BACKUP_DRILL_FAILED', cause: last.message, message, nextStep })]
  }
  if (backups.now() - (last?.at ?? since) <= drillAge) return []
  const known = last ? `The last time was ${dateInWords(last.at)}.` : 'It never was.'
  return [
    alarm({
      code: 'BACKUP_DRILL_OLD',
      message: `Restoring a backup has not been tried out for more than two weeks. ${known}`,
      nextStep: 'Try it out under Settings, Backups. It happens by itself once a week, after a backup by schedule.',
    }),
  ]
}

function stalled(backups: Backups, { awakeFor }: Looked): Alarm[] {
  const { underWay, settings } = backups
  const now = backups.now()
  if (underWay && now - underWay.since > longestWork) {
    return [
      alarm({
        code: 'BACKUP_SCHEDULE_STALLED',
        cause: 'hangs',
        message: `The work on the backups in ${backups.destinations.whereIs(underWay.destination).where} has not ended since ${dateInWords(underWay.since)}, and others wait for it.`,
        nextStep: 'See whether that place answers at all. Restarting Landline ends the work; what was backed up before stays.',
      }),
    ]
  }
  const isLate = (cron: string): boolean => wasDue(cron, new Date(lastEnd(backups) * 1000), new Date((now - grace) * 1000))
  if (underWay || settings.schedule === null || awakeFor <= grace || !isLate(settings.schedule)) return []
  return [
    alarm({
      code: 'BACKUP_SCHEDULE_STALLED',
      message: 'A backup that was due did not begin.',
      nextStep: 'Make one now under Settings, Backups. If it happens again, restart Landline and look into logs/landline.log.',
    }),
  ]
}

function keys(backups: Backups): Alarm[] {
  const all = backups.keyring.keys
  const [now, proved] = [backups.now(), Math.max(...all.map(({ provedAt }) => provedAt ?? 0))]
  const remind = (cause: string, message: string): Alarm[] => {
    const nextStep = 'Take out your recovery key and type it in once under Settings, Backups.'
    return [alarm({ code: 'BACKUP_KEY_UNPROVED', isReminder: true, cause, message, nextStep })]
  }
  if (all.length === 0) return []
  if (proved > 0)
    return now - proved > keyAge ? remind('old', 'Nobody has shown for half a year that they still have a recovery key.') : []
  const madeAt = Math.min(...all.map(({ createdAt }) => createdAt))
  return now - madeAt > timeToProve ? remind('never', 'Nobody has shown yet that they have the recovery key.') : []
}
