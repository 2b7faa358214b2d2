import type { Database } from '../../database/connection.ts'
import { type Blob, discardBlobs, findBlob } from '../blob-queries.ts'
import { type FileClass, fileClasses } from '../file-class.ts'
import { type KnownAs, named } from '../files/known-as.ts'
import { deleteThumbnail } from '../files/queries.ts'
import { conditionOf } from '../mend.ts'
import type { Uploads } from '../uploads.ts'

/** Where a file came back from. */
interface Origin {
  /** A destination of backups. */
  readonly place: string
  /** Unix seconds: when it was backed up. */
  readonly at: number
}

export type Outcome = Origin | { readonly cause: string }

/** Puts the content of broken files back from wherever it still is. @returns what became of each, by its key */
export type BringBack = (files: readonly Blob[]) => Promise<ReadonlyMap<string, Outcome>>

type Named<T> = T & KnownAs & Pick<Blob, 'key' | 'class'>

export interface RepairReport {
  readonly mended: number
  /** Of those mended, what was not simply made again. */
  readonly back: readonly Named<Origin>[]
  /** Not broken any more when looked at again, or removed meanwhile. */
  readonly whole: number
  readonly lost: readonly Named<{ readonly cause: string }>[]
}

/** Looks again at every file that the last scrub or the last move found broken, and brings back what can be. */
export async function repair(uploads: Uploads, database: Database, bringBack: BringBack): Promise<RepairReport> {
  const keys = await brokenKeys(uploads)
  const { whole, drawn, broken, away } = await lookAgain(uploads, database, keys)
  const outcomes = broken.length > 0 ? await bringBack(broken) : new Map<string, Outcome>()
  const back: Omit<Named<Origin>, keyof KnownAs>[] = []
  const lost = away.map(({ key, class: fileClass }) => ({ key, class: fileClass, cause: 'Where it is stored does not answer' }))
  for (const { key, class: fileClass } of broken) {
    const outcome = outcomes.get(key)!
    if ('at' in outcome) back.push({ key, class: fileClass, ...outcome })
    else lost.push({ key, class: fileClass, ...outcome })
  }
  const left = new Set(lost.map(({ key }) => key))
  uploads.scrubber.forget(new Set([...keys].filter((key) => !left.has(key))))
  return {
    mended: drawn + back.length,
    back: await named(database.read, back),
    whole,
    lost: await named(database.read, lost),
  }
}

async function brokenKeys({ scrubber, mover }: Uploads): Promise<Set<string>> {
  const moved = await mover.report()
  return new Set([...(scrubber.last?.damaged ?? []), ...(moved?.failed ?? [])].map(({ key }) => key))
}

/** What can be made again is left to that; what is broken beside it, someone has to have. */
async function lookAgain(uploads: Uploads, database: Database, keys: ReadonlySet<string>) {
  const found = { whole: 0, drawn: 0, broken: [] as Blob[], away: [] as Blob[] }
  for (const key of keys) {
    const file = await findBlob(database.read, key)
    const condition = file ? await conditionOf(uploads.files, file) : 'whole'
    if (!file || condition === 'whole') found.whole++
    else if (condition === 'out of reach') found.away.push(file)
    else if (!fileClasses[file.class as FileClass].isDerived) found.broken.push(file)
    else {
      await letDrawAgain(uploads, database, key)
      found.drawn++
    }
  }
  return found
}

async function letDrawAgain({ now, sweep }: Uploads, database: Database, key: string): Promise<void> {
  await database.inTransaction(async (trx) => {
    await deleteThumbnail(trx, key)
    await discardBlobs(trx, [key], now())
  })
  sweep()
}
