import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { Writing } from '../repository/tree.ts'
import { shapeOf } from './changed-pages.ts'
import type { DatabaseFile } from './manifest.ts'
import type { PackedPart } from './pack-tasks.ts'
import { runWithChunks, startPacking } from './pack-thread.ts'
import type { Before } from './pages-before.ts'

/** A thread takes some memory and half a second to begin: below that one is enough. */
const bytesWorthAThread = 64 * 1024 * 1024
/** Each holds some 25 MB while it works, and the chat wants a processor, too. */
const mostThreads = 3

/**
 * Stores what is new of a database, and where all of its pages lie. In other threads, so that nobody waits.
 * @param copy a database file that nobody writes to
 * @param asBefore of which `keepNotes` then makes the notes say what the pages are
 * @param tell hears how many bytes were looked at
 */
export async function packDatabase(
  writing: Writing,
  { copy, ...asBefore }: { readonly copy: string } & Before,
  tell: (bytes: number) => void,
): Promise<DatabaseFile> {
  const { chunks, signal } = writing
  const { pageSize, count } = await shapeOf(copy)
  const { before, notes } = asBefore
  const isOfUse = before?.size === pageSize && (await runWithChunks('prepare', chunks, { before, notes }, { signal }))
  const known: Before = { ...asBefore, before: isOfUse ? before : undefined }
  let done = 0
  const told = (bytes: number): void => {
    done += bytes
    tell(done)
  }
  const parts = await allOrFirstFailure(
    partsOf(count, pageSize).map((part) =>
      runWithChunks('packPart', chunks, { ...known, ...part, copy, pageSize }, { signal, tell: told }),
    ),
  )
  const packed = parts.flatMap((part) => part.packed)
  const hashes = parts.map((part) => part.hashes)
  const joined = await runWithChunks('joinParts', chunks, { ...known, pageSize, count, packed, hashes }, { signal })
  writing.newBytes += [joined, ...parts].reduce((sum, { newBytes }) => sum + newBytes, 0)
  return joined.database
}

const threadsFor = (bytes: number): number =>
  Math.max(1, Math.min(mostThreads, availableParallelism() - 1, Math.floor(bytes / bytesWorthAThread)))

/** The threads begin while their database is still being copied. That is not opened here: closing it would end the locks of SQLite. */
export const preparePacking = async (file: string): Promise<void> => startPacking(threadsFor((await stat(file)).size))

function partsOf(count: number, pageSize: number): { from: number; count: number }[] {
  const threads = threadsFor(count * pageSize)
  const size = Math.ceil(count / threads)
  return Array.from({ length: threads }, (_, i) => ({ from: i * size, count: Math.min(size, count - i * size) }))
}

/** Lets all of them end: nobody works on the copy any more when it is removed. */
async function allOrFirstFailure(works: readonly Promise<PackedPart>[]): Promise<PackedPart[]> {
  await Promise.allSettled(works)
  return await Promise.all(works)
}
