import type { Retention } from '../../config/backup-settings.ts'

export interface Candidate {
  readonly id: string
  readonly createdAt: Date
  readonly isVerified: boolean
}

/** Whatever the numbers say, so many stay. */
const fewest = 2

/**
 * Which snapshots stay: of each kind of period the newest snapshot of the newest periods. A period without a snapshot takes
 * nothing away from the others. The newest verified snapshot stays, and so do the newest two; what was never verified counts as
 * the rest do. What bears a date that is yet to come stays, too, and takes no other's place: some clock was wrong, or is now.
 */
export function toKeep(candidates: readonly Candidate[], retention: Retention, now: Date): Set<string> {
  const newestFirst = candidates
    .filter(({ createdAt }) => createdAt <= now)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))
  const yetToCome = candidates.filter(({ createdAt }) => createdAt > now)
  const keep = new Set([...yetToCome, ...newestFirst.slice(0, fewest)].map(({ id }) => id))
  for (const { isVerified, id } of newestFirst) {
    if (!isVerified) continue
    keep.add(id)
    break
  }
  for (const { count, periodOf } of periods(retention)) {
    const seen = new Set<string>()
    for (const { id, createdAt } of newestFirst) {
      const period = periodOf(createdAt)
      if (seen.size >= count || seen.has(period)) continue
      seen.add(period)
      keep.add(id)
    }
  }
  return keep
}

/** In local time, as people count days. */
const periods = ({ hourly, daily, weekly, monthly }: Retention) => [
  { count: hourly, periodOf: (at: Date) => `${dayOf(at)} ${at.getHours()} ${at.getTimezoneOffset()}` }, // the hour that comes twice
  { count: daily, periodOf: dayOf },
  {
    count: weekly,
    periodOf: (at: Date) => dayOf(new Date(at.getFullYear(), at.getMonth(), at.getDate() - ((at.getDay() + 6) % 7))),
  },
  { count: monthly, periodOf: (at: Date) => `${at.getFullYear()}-${at.getMonth()}` },
]

const dayOf = (at: Date): string => `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`
