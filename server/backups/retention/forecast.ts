import type { Retention } from '../../config/backup-settings.ts'
import { runsBefore } from '../schedule/cron.ts'
import { toKeep } from './keep.ts'

const day = 24 * 60 * 60 * 1000

/**
 * When the snapshots were made, newest first, that would be there now if the schedule had run for ever and every one had
 * succeeded.
 */
export function keptLater(cron: string, retention: Retention, now: Date): Date[] {
  const runs = runsBefore(cron, now, spanOf(retention))
  const kept = toKeep(
    runs.map((createdAt) => ({ id: String(createdAt.getTime()), createdAt, isVerified: true })),
    retention,
  )
  return runs.filter((at) => kept.has(String(at.getTime())))
}

/** Further back nothing is kept, unless the schedule runs more rarely than every month. */
function spanOf({ hourly, daily, weekly, monthly }: Retention): number {
  return Math.max(hourly, daily, weekly * 7, monthly * 31, 31) * day
}
