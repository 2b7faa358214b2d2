import { bringBackFile } from '../backups/restore/files.ts'
import type { BringBack } from '../uploads/storage/repair.ts'
import type { Owner } from './owner.ts'

/** Brings a broken file back from the first place whose newest backup has it. @throws why no place could be looked into */
export const fromBackups =
  ({ appliance }: Owner): BringBack =>
  async (file) => {
    const { backups, uploads } = appliance.features
    const shelves = { database: appliance.database, library: uploads.files }
    let problem: unknown
    let hasLooked = false
    for (const name of backups.destinations.names) {
      try {
        if (await backups.reading(name, (repository) => bringBackFile(shelves, repository, file))) return true
        hasLooked = true
      } catch (error) {
        problem = error
      }
    }
    if (!hasLooked) throw problem
    return false
  }
