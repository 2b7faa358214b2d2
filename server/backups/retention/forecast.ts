import { parse } from 'node-cron'
import type { Retention } from '../../config/backup-settings.ts'
import { toKeep } from './keep.ts'

/** Days that are looked at: two years and some. */
const furthest = 800

/**
 * When the snapshots were made, newest first, that would be there now if the schedule had run for ever and every one had
 * succeeded.
 */
export function keptLater(cron: string, retention: Retention, now: Date): Date[] {
  const runs = runsBefore(cron, now, daysOf(retention))
  const kept = toKeep(
    runs.map((createdAt) => ({ id: String(createdAt.getTime()), createdAt, isVerified: true })),
    retention,
    now,
  )
  return runs.filter((at) => kept.has(String(at.getTime())))
}

/** Further back nothing is kept, unless the schedule runs more rarely than every month. */
const daysOf = ({ hourly, daily, weekly, monthly }: Retention): number => Math.max(hourly, daily, weekly * 7, monthly * 31, 31)

/** Newest first. */
function runsBefore(cron: string, end: Date, days: number): Date[] {
  const { minute: minutes, hour: hours, dayOfMonth, month, dayOfWeek } = parse(cron)
  const times = hours.flatMap((hour) => minutes.map((minute) => [hour, minute] as const)).toReversed()
  return Array.from({ length: Math.min(days, furthest) + 1 }, (_, back) => back)
    .map((back) => new Date(end.getFullYear(), end.getMonth(), end.getDate() - back))
    .filter((day) => dayOfMonth.includes(day.getDate()) && month.includes(day.getMonth() + 1) && dayOfWeek.includes(day.getDay()))
    .flatMap((day) => times.map(([hour, minute]) => new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute)))
    .filter((at) => at <= end)
}
