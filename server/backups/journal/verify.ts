import { BackupRefused } from '../refused.ts'
import { eachAtOnce } from '../repository/at-once.ts'
import { ChunkDamaged, FileDamaged } from '../repository/damage.ts'
import type { Repository } from '../repository/repository.ts'
import { readFileOf } from '../repository/unpack.ts'
import { filesInJournal, openJournalFile } from './files.ts'
import { readEntry, storedEntries } from './store.ts'

const atOnce = 8

/** Reads all of the journal back. Without the key, what is sealed is left out. @param note hears of each damaged object */
export async function verifyJournal(
  repository: Repository,
  note: (object: string, cause: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const mayOpen = ({ isSealed }: { isSealed: boolean }): boolean => !isSealed || repository.cipher !== undefined
  const noting = async (key: string, work: () => Promise<unknown>): Promise<void> => {
    signal?.throwIfAborted()
    await work().catch((error: unknown) => {
      if (!(error instanceof FileDamaged || error instanceof ChunkDamaged || error instanceof BackupRefused)) throw error
      note(key, error.message)
    })
  }
  const entries = (await storedEntries(repository)).filter(mayOpen)
  await eachAtOnce(entries, atOnce, (entry) => noting(entry.key, () => readEntry(repository, entry)))
  const files = [...(await filesInJournal(repository)).values()].filter(mayOpen)
  await eachAtOnce(files, atOnce, (stored) =>
    noting(stored.key, async () => {
      const { chunks, file } = await openJournalFile(repository, stored, 'uploads/read-back')
      for await (const _ of readFileOf(chunks, file));
    }),
  )
}
