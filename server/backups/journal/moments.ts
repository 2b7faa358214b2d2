import { unixTime } from '../../api/unix-time.ts'
import { BackupRefused } from '../refused.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import type { Joint } from '../snapshot/manifest.ts'
import { entriesAfter } from './chain.ts'
import { storedEntries } from './store.ts'

/** Every moment between the two can be restored. Unix seconds. */
export interface Period {
  readonly from: number
  readonly until: number
}

interface Known {
  readonly name: SnapshotName
  readonly journal: Joint | undefined
  /** Nothing in it was committed later. */
  readonly settledAt: Date
}

/** The newest snapshot with nothing in it that was committed after the moment. @throws BackupRefused SNAPSHOT_UNKNOWN */
export async function snapshotFor(repository: Repository, moment: Date): Promise<SnapshotName> {
  const found = (await readable(repository)).findLast(({ settledAt }) => settledAt <= moment)
  if (found) return found.name
  throw new BackupRefused('SNAPSHOT_UNKNOWN', `No snapshot here is as old as ${moment.toISOString()}.`, 'Choose a later moment.')
}

/** Which moments can be restored, oldest first: between two periods there is a gap. */
export async function periodsOf(repository: Repository): Promise<Period[]> {
  const entries = await storedEntries(repository)
  const periods: Period[] = []
  for (const { name, journal, settledAt } of (await readable(repository)).toSorted((a, b) => +a.settledAt - +b.settledAt)) {
    const period = {
      from: unixTime(settledAt),
      until: unixTime(entriesAfter(entries, { journal, hasSecrets: name.isSealed }).at(-1)?.time ?? settledAt),
    }
    const last = periods.at(-1)
    if (last && last.until >= period.from)
      periods[periods.length - 1] = { from: last.from, until: Math.max(last.until, period.until) }
    else periods.push(period)
  }
  return periods.filter(({ from, until }) => until > from)
}

async function readable(repository: Repository): Promise<Known[]> {
  const known: Known[] = []
  for (const name of await repository.snapshots()) {
    try {
      const journal = await repository.joint(name)
      known.push({ name, journal, settledAt: journal ? new Date(journal.settledAt) : name.createdAt })
    } catch (error) {
      if (!(error instanceof BackupRefused)) throw error // damaged or sealed: the others may do
    }
  }
  return known
}
