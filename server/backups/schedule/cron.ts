import { createTask, type ScheduledTask, validate } from 'node-cron'
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

/** Whether the schedule, in the time of this computer, asked for a run after `from` and up to `to`. */
export function wasDue(cron: string, from: Date, to: Date): boolean {
  const task = createTask(cron, () => {})
  try {
    const begin = Math.max(from.getTime(), to.getTime() - longestLook)
    for (let at = Math.floor(begin / minute) * minute + minute; at <= to.getTime(); at += minute)
      if (task.match(new Date(at))) return true
    return begin > from.getTime()
  } finally {
    void task.destroy()
  }
}

export type { ScheduledTask }
