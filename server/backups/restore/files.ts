import { Readable } from 'node:stream'
import type { Database } from '../../database/connection.ts'
import type { FileLibrary } from '../../uploads/file-library.ts'
import { storedFiles } from '../../uploads/inventory.ts'
import { conditionOf, putBack } from '../../uploads/mend.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { readFileOf } from '../repository/unpack.ts'
import { uploadsOf } from '../snapshot/manifest.ts'
import type { BringBack, BroughtBack } from './wish.ts'

export interface Shelves {
  readonly database: Database
  readonly library: FileLibrary
}

export type StoredFile = Parameters<typeof conditionOf>[1]

/** Reads every stored file, and brings back from a snapshot those that are missing or damaged. Good ones are left alone. */
export const bringBackFiles =
  ({ database, library }: Shelves): BringBack =>
  async ({ repository, name, signal, report }): Promise<BroughtBack> => {
    const found = await filesIn(repository, name)
    const count = { whole: 0, broken: 0, 'out of reach': 0, back: 0 }
    let done = 0
    for await (const file of storedFiles(database.read)) {
      const condition = await conditionOf(library, file, signal)
      count[condition]++
      done += file.bytes
      report('bringing back', done, 0)
      if (condition !== 'broken') continue
      const body = found(file)
      if (!body) continue
      await putBack(library, database, file, body)
      count.back++
    }
    return tell(count)
  }

/** Finds files of a snapshot by their content. */
export async function filesIn(
  repository: Repository,
  name: SnapshotName,
): Promise<(file: Pick<StoredFile, 'sha256'>) => Readable | undefined> {
  const chunks = repository.chunks(name.isSealed)
  const byContent = new Map(uploadsOf(await repository.manifest(name)).map((file) => [file.sha256, file]))
  return ({ sha256 }) => {
    const file = byContent.get(sha256.toString('hex'))
    return file && Readable.from(readFileOf(chunks, file), { objectMode: false })
  }
}

function tell({
  whole,
  broken,
  back,
  'out of reach': away,
}: Record<'whole' | 'broken' | 'out of reach' | 'back', number>): BroughtBack {
  const files = (n: number): string => (n === 1 ? '1 file' : `${n} files`)
  const were = (n: number): string => (n === 1 ? '1 was' : `${n} were`)
  const left = broken - back
  return {
    message:
      broken === 0
        ? `Every file is whole (${whole}), so nothing had to be brought back.`
        : `${files(back)} came back${whole === 0 ? '' : `; ${were(whole)} whole already`}.`,
    notes: [
      ...(left > 0 ? [`Missing or damaged, and not in this snapshot: ${files(left)}. Try an earlier or a later one.`] : []),
      ...(away > 0 ? [`Not looked at, because their bucket does not answer: ${files(away)}.`] : []),
    ],
  }
}
