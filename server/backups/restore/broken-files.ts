import { Readable } from 'node:stream'
import { unixTime } from '../../api/unix-time.ts'
import { putBack } from '../../uploads/mend.ts'
import { filesInJournal, nameOfContent, openJournalFile } from '../journal/files.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { readFileOf } from '../repository/unpack.ts'
import { filesIn, type Shelves, type StoredFile } from './files.ts'

/** When a file that is back was backed up, in Unix seconds; or why it is not, though it was there. */
export type Returned = { readonly at: number } | { readonly cause: string }

type Find = (file: StoredFile) => Promise<{ readonly body: Readable; readonly from: Date } | undefined>

/**
 * Brings back files that somebody found broken, each from the newest snapshot of a place that has it, or else from its journal.
 * @returns by key; without those that are nowhere in it
 */
export async function bringBackBroken(
  { database, library }: Shelves,
  repository: Repository,
  files: readonly StoredFile[],
): Promise<Map<string, Returned>> {
  const returned = new Map<string, Returned>()
  const newestFirst = (await repository.snapshots()).toReversed()
  for (const open of [...newestFirst.map((name) => () => inSnapshot(repository, name)), () => inJournal(repository)]) {
    const left = files.filter(({ key }) => !('at' in (returned.get(key) ?? {})))
    if (left.length === 0) break
    const find = await open().catch(
      (error: Error): Find =>
        () =>
          Promise.reject(error),
    )
    for (const file of left) {
      try {
        const found = await find(file)
        if (!found) continue
        await putBack(library, database, file, found.body)
        returned.set(file.key, { at: unixTime(found.from) })
      } catch (error) {
        returned.set(file.key, { cause: (error as Error).message })
      }
    }
  }
  return returned
}

async function inSnapshot(repository: Repository, name: SnapshotName): Promise<Find> {
  const open = await filesIn(repository, name)
  return async (file) => {
    const body = open(file)
    return body && { body, from: name.createdAt }
  }
}

/** Files that came after the newest snapshot. */
async function inJournal(repository: Repository): Promise<Find> {
  const stored = await filesInJournal(repository)
  return async ({ key, sha256 }) => {
    const known = stored.get(nameOfContent(sha256, repository))
    if (!known) return undefined
    const { chunks, file } = await openJournalFile(repository, known, key)
    return { body: Readable.from(readFileOf(chunks, file), { objectMode: false }), from: known.time }
  }
}
