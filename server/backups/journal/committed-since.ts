import { type Changes, type FromMark, LogGap, readChanges } from '../../database/wal/read.ts'
import { largestEntry } from './entry.ts'

/** What was committed between a mark and a time, in Unix milliseconds: all that was by then, and nothing later. */
export interface Committed extends Changes {
  readonly pages: NonNullable<Changes['pages']>
  readonly time: number
}

/** Those who commit to the database whose log is read. */
export interface Committers {
  /** How often they did. */
  readonly count: () => number
  /** Has them wait for `work`. */
  readonly hold: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * Reads what was committed by now. People go on meanwhile: only what comes while most of it is read is read while they wait.
 * @returns 'gap' where it is not known what was, or where that is more than an entry holds
 */
export async function committedSince(
  log: string,
  from: FromMark,
  committers: Committers,
): Promise<Committed | 'gap' | undefined> {
  try {
    return await read(log, from, committers)
  } catch (error) {
    if (error instanceof LogGap) return 'gap'
    throw error
  }
}

async function read(log: string, from: FromMark, { count, hold }: Committers): Promise<Committed | 'gap' | undefined> {
  const [time, before] = [Date.now(), count()]
  const most = await readChanges(log, from, largestEntry)
  if (count() === before) return most && at(time, most)
  return await hold(async () => {
    const rest = await readChanges(log, most ? { mark: most.to, mayBeginAnew: false } : from, largestEntry)
    const all = rest ? together(most, rest) : most
    return all && at(Date.now(), all)
  })
}

function together(first: Changes | undefined, rest: Changes): Changes {
  if (!first) return rest
  const isEmpty = !first.pages || !rest.pages
  return { ...rest, pages: isEmpty ? undefined : new Map([...first.pages!, ...rest.pages!]) }
}

/** What lies beyond the end of the database is no part of it any more. */
function at(time: number, { to, pageSize, databasePages, pages: all }: Changes): Committed | 'gap' {
  if (!all) return 'gap'
  const pages = new Map([...all].filter(([page]) => page <= databasePages))
  return pages.size * pageSize > largestEntry ? 'gap' : { to, pageSize, databasePages, pages, time }
}
