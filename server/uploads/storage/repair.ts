import type { Database } from '../../database/connection.ts'
import { type Blob, discardBlobs, findBlob } from '../blob-queries.ts'
import { type FileClass, fileClasses } from '../file-class.ts'
import { type KnownAs, named } from '../files/known-as.ts'
import { deleteThumbnail } from '../files/queries.ts'
import { conditionOf } from '../mend.ts'
import type { Uploads } from '../uploads.ts'

/** Puts the content of a broken file back from wherever it still is. @returns whether it was found there */
export type BringBack = (file: Blob) => Promise<boolean>

export interface Unmended extends KnownAs {
  readonly key: string
  readonly class: string
  readonly cause: string
}

export interface RepairReport {
  readonly mended: number
  /** Not broken any more when looked at again, or removed meanwhile. */
  readonly whole: number
  readonly lost: readonly Unmended[]
}

type Outcome = 'mended' | 'whole' | { readonly cause: string }

/** Looks again at every file that the last scrub or the last move found broken, and brings back what can be. */
export async function repair(uploads: Uploads, database: Database, bringBack: BringBack): Promise<RepairReport> {
  const lost: Omit<Unmended, keyof KnownAs>[] = []
  const fine = { mended: 0, whole: 0 }
  const keys = await brokenKeys(uploads)
  for (const key of keys) {
    const file = await findBlob(database.read, key)
    const outcome = file ? await mend(uploads, database, file, bringBack) : 'whole'
    if (typeof outcome === 'string') fine[outcome]++
    else lost.push({ key, class: file!.class, ...outcome })
  }
  const left = new Set(lost.map(({ key }) => key))
  uploads.scrubber.forget(new Set([...keys].filter((key) => !left.has(key))))
  return { ...fine, lost: await named(database.read, lost) }
}

async function brokenKeys({ scrubber, mover }: Uploads): Promise<Set<string>> {
  const moved = await mover.report()
  return new Set([...(scrubber.last?.damaged ?? []), ...(moved?.failed ?? [])].map(({ key }) => key))
}

async function mend(uploads: Uploads, database: Database, file: Blob, bringBack: BringBack): Promise<Outcome> {
  const before = await conditionOf(uploads.files, file)
  if (before === 'whole') return 'whole'
  if (before === 'out of reach') return { cause: 'Where it is stored does not answer' }
  if (fileClasses[file.class as FileClass].isDerived) {
    await letDrawAgain(uploads, database, file.key)
    return 'mended'
  }
  try {
    if (await bringBack(file)) return 'mended'
    return { cause: 'In no backup' }
  } catch (error) {
    return { cause: (error as Error).message }
  }
}

async function letDrawAgain({ now, sweep }: Uploads, database: Database, key: string): Promise<void> {
  await database.inTransaction(async (trx) => {
    await deleteThumbnail(trx, key)
    await discardBlobs(trx, [key], now())
  })
  sweep()
}
