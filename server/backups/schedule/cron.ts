import { createTask, parse, validate } from 'node-cron'
import { BackupRefused } from '../refused.ts'

const minute = 60_000
/** Longer ago than any schedule's longest pause that matters: one that was missed then was missed. */
const longestLook = 8 * 24 * 60 * minute

/** @throws BackupRefused SCHEDULE_INVALID */
export function checkSchedule(cron: string): void {
  if (validate(cron) && cron.trim().split(/\s+/).length === 5) return
  throw new BackupRefused(
    'SCHEDULE_INVALID',
    `“${cron}” is no schedule.`,
    'It has five parts: minute, hour, day of the month, month, day of the week. “0 2 * * *” is every night at two.',
  )
}

/**
 * Whether the schedule, in the time of this computer, asked for a run after `from` and up to `to`. A run at half past two happens
 * once in the night that has no half past two, and once in the night that has two of them.
 */
export function wasDue(cron: string, from: Date, to: Date): boolean {
  const isDue = matcherOf(cron)
  const [begin, end] = [Math.max(from.getTime(), to.getTime() - longestLook), to.getTime()]
  // Every hour means hours that pass; half past two means what stands on the clock, which may leave it out or repeat it.
  const isOfEveryHour = cron.trim().split(/\s+/)[1]!.startsWith('*')
  const [first, last] = isOfEveryHour ? [begin, end] : [onTheClock(begin), onTheClock(end)]
  for (let at = Math.floor(first / minute) * minute + minute; at <= last; at += minute)
    if (isDue(isOfEveryHour ? onTheClock(at) : at)) return true
  return begin > from.getTime()
}

/** The time that a clock on the wall shows, as if it hung in Greenwich. */
const onTheClock = (at: number): number => at - new Date(at).getTimezoneOffset() * minute

/** Minutes and hours first: asking for every minute of a week must cost nothing. */
function matcherOf(cron: string): (atOnTheClock: number) => boolean {
  const { minute: minutes, hour: hours } = parse(cron)
  const task = taskOf(cron, 'Etc/UTC')
  return (at) =>
    minutes.includes(Math.floor(at / minute) % 60) &&
    hours.includes(Math.floor(at / (60 * minute)) % 24) &&
    task.match(new Date(at))
}

/** When it asks for a run next, counted from now. */
export const nextRun = (cron: string): Date => taskOf(cron).getNextRuns(1)[0]!

/** One that never runs by itself: it only knows dates. */
function taskOf(cron: string, timezone?: string) {
  const task = createTask(cron, () => {}, { timezone })
  void task.destroy()
  return task
}
