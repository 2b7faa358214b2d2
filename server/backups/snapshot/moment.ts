import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { Kysely } from 'kysely'
import type { Db } from '../../database/connection.ts'
import { fixMoment } from '../../database/fix-moment.ts'
import { openReader } from '../../database/open-reader.ts'
import type { Schema } from '../../database/schema/index.ts'
import { statementDialect } from '../../database/statement-dialect.ts'
import type { Position, Recorder } from '../journal/recorder.ts'
import { readFacts } from './facts.ts'
import type { DatabaseFacts } from './manifest.ts'
import { countInThread } from './sqlite-thread.ts'

/** One moment of a database that people go on writing to. */
export interface Moment {
  /** The journal has all that was committed before it, and nothing else; undefined where it cannot be kept. */
  readonly position: Position | undefined
  readonly db: Db
  /** SQLite counted the rows, which knows nothing of the journal. */
  readonly facts: Promise<DatabaseFacts>
}

/** Has `work` look at the database as it is between two commits, which wait for the time it takes to begin two transactions. */
export async function atOneMoment<T>(
  {
    file,
    positionAt,
    signal,
  }: { readonly file: string; readonly positionAt: Recorder['positionAt']; readonly signal?: AbortSignal },
  work: (moment: Moment) => Promise<T>,
): Promise<T> {
  const sqlite = openReader(file)
  const { port1: ours, port2: its } = new MessageChannel()
  const stop = new AbortController()
  const db = new Kysely<Schema>({ dialect: statementDialect(sqlite) })
  const counted = countInThread(file, its, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal)
  const facts = counted.then((rows) => readFacts(db, rows))
  facts.catch(() => {}) // heard by whoever waits for them
  const said = (): Promise<unknown> => Promise.race([once(ours, 'message'), facts])
  try {
    await said() // it is ready: nobody waits for a thread to begin
    const position = await positionAt(async () => {
      fixMoment(sqlite)
      ours.postMessage('now')
      await said()
    })
    return await work({ position, db, facts })
  } catch (error) {
    stop.abort(error)
    throw error
  } finally {
    await facts.catch(() => {})
    ours.close()
    sqlite.close()
  }
}
