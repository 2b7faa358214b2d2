import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Trx } from '../../database/connection.ts'
import { type Blob, noteArriving } from '../blob-queries.ts'
import { isAboutWholeStore } from '../stores/s3/explain.ts'
import { Turns } from '../turns.ts'
import { type CopyOptions, type CopyParts, copyBlob, SourceLost, StoreTrouble } from './copy.ts'
import type { Pace } from './pace.ts'
import { classesOf } from './progress.ts'
import { countMoved, filesToMove, insertFailure, type StorageMove } from './queries.ts'
import { Together } from './together.ts'

interface Conduct {
  readonly pace: Pace
  readonly signal: AbortSignal
  /** Hears why the move stands still, and null when it goes on. */
  readonly waitFor: (cause: string | null) => void
}

interface BringingParts extends CopyParts {
  /** Milliseconds before the first new attempt; each further one waits twice as long. */
  readonly firstDelay?: number
}

const mostAttempts = 5
const attemptsAtDamaged = 3
const longestDelay = 30_000
const pageSize = 200
const day = 24 * 60 * 60

/** Brings every file of a move to its target, or lists why not. @returns false where the signal ended it before */
export async function bringAll(parts: BringingParts, move: StorageMove, conduct: Conduct): Promise<boolean> {
  const { signal } = conduct
  const shared = {
    turns: { sending: new Turns(move.parallel), readingBack: new Turns(move.parallel * 2) },
    together: new Together(parts.database),
  }
  while (!signal.aborted) {
    let found = 0
    const queue = filesOf(parts, move)
    const worker = async (): Promise<void> => {
      for await (const blob of queue) {
        if (signal.aborted) return
        found++
        await shared.together.during(() => bringOne(parts, move, blob, { ...conduct, ...shared }))
      }
    }
    await Promise.all(Array.from({ length: move.parallel * 12 }, worker)) // most of them wait for their turn, or to be written down
    if (found === 0) return !signal.aborted
  } // once more from the start, for those that came meanwhile
  return false
}

async function* filesOf({ database, now }: CopyParts, move: StorageMove): AsyncGenerator<Blob> {
  for (let after = ''; ; ) {
    const page = await filesToMove(database.read, move, classesOf(move), after, pageSize)
    if (page.length === 0) return
    const places = page.map(({ key }) => ({ key, store: move.target }))
    await database.inTransaction((trx) => noteArriving(trx, places, now()))
    yield* page
    after = page.at(-1)!.key
  }
}

type Shared = Conduct & Pick<CopyOptions, 'turns' | 'together'>

async function bringOne(
  parts: BringingParts,
  move: StorageMove,
  blob: Blob,
  { pace, waitFor, signal, ...shared }: Shared,
): Promise<void> {
  const { storage, firstDelay = 1000 } = parts
  const options: CopyOptions = {
    ...shared,
    signal,
    keepFor: storage.settings.keepCopiesDays * day,
    record: (trx: Trx) => countMoved(trx, move.id, blob.bytes),
    through: (body: Readable) => pace.through(body, signal),
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await copyBlob(parts, blob, storage.store(move.target), options)
      storage.health.worked(move.target)
      waitFor(null)
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(await mayTryAgain(parts, move, blob, { error, attempt, waitFor }))) return
      const wait = Math.min(longestDelay, firstDelay * 2 ** (attempt - 1))
      await delay(wait, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
    }
  }
}

interface Attempt {
  readonly error: unknown
  readonly attempt: number
  readonly waitFor: Conduct['waitFor']
}

/** A file that is lost is listed; a store that is away is waited for; what one file does not survive five times is listed. */
async function mayTryAgain(
  { storage, database }: CopyParts,
  move: StorageMove,
  blob: Blob,
  { error, attempt, waitFor }: Attempt,
): Promise<boolean> {
  let cause = (error as Error).message
  if (error instanceof StoreTrouble) {
    const explanation = storage.failed(error.store, error.cause)
    cause = explanation.cause
    waitFor(cause)
    if (isAboutWholeStore(explanation) || attempt < mostAttempts) return true
  } else if (!(error instanceof SourceLost)) throw error
  else if (error.mayHaveBeenTheLine && attempt < attemptsAtDamaged) return true
  const failure = { key: blob.key, class: blob.class, cause }
  await database.inTransaction((trx) => insertFailure(trx, move.id, failure))
  return false
}
