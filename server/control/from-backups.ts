import { bringBackBroken } from '../backups/restore/broken-files.ts'
import type { BringBack, Outcome } from '../uploads/storage/repair.ts'
import type { Owner } from './owner.ts'

/** Brings broken files back: from one place after the other, and there each from the newest backup that has it. */
export const fromBackups =
  ({ appliance }: Owner): BringBack =>
  async (files) => {
    const { backups, uploads } = appliance.features
    const shelves = { database: appliance.database, library: uploads.files }
    const outcomes = new Map<string, Outcome>()
    const closed: string[] = []
    for (const place of backups.destinations.names) {
      const left = files.filter(({ key }) => !('at' in (outcomes.get(key) ?? {})))
      if (left.length === 0) break
      try {
        const returned = await backups.reading(place, (repository) => bringBackBroken(shelves, repository, left))
        for (const [key, outcome] of returned) outcomes.set(key, 'at' in outcome ? { ...outcome, place } : outcome)
      } catch (error) {
        closed.push((error as Error).message)
      }
    }
    const nowhere = { cause: closed.length === 0 ? 'In no backup' : `In no backup that could be read. ${closed.join(' ')}` }
    return new Map(files.map(({ key }) => [key, outcomes.get(key) ?? nowhere]))
  }
