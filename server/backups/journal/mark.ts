import { statSync } from 'node:fs'
import { z } from 'zod'
import { WalMark } from '../../database/wal/read.ts'

/** How far the journal has come. */
export const Mark = z.object({
  generation: z.string(),
  /** Of the last entry. */
  sequence: z.number().int(),
  /** Of the last entry, in Unix milliseconds. */
  time: z.number(),
  /** Up to where the log was read; null where all of it is in the database file. */
  wal: WalMark.nullable(),
  /** Whether the log was read to its end before a checkpoint, so that it may begin anew. */
  mayBeginAnew: z.boolean(),
  /** The database file as it was when `wal` became null. */
  database: z.object({ bytes: z.number(), modified: z.string() }).nullable(),
})
export type Mark = z.infer<typeof Mark>

/** Everything is in the database file, and nobody has it open for writing. */
export const atRest = (mark: Mark, file: string): Mark => ({ ...mark, wal: null, mayBeginAnew: false, database: factsOf(file) })

function factsOf(file: string): Mark['database'] {
  const facts = statSync(file, { bigint: true, throwIfNoEntry: false })
  return facts ? { bytes: Number(facts.size), modified: String(facts.mtimeNs) } : null
}

/** Whether nobody wrote to it since. */
export function isSameFile(known: Mark['database'], file: string): boolean {
  const facts = factsOf(file)
  return known !== null && facts?.bytes === known.bytes && facts.modified === known.modified
}
