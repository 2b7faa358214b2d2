import type SQLite from 'better-sqlite3'
import { fixMoment } from '../../database/fix-moment.ts'
import { openReader } from '../../database/open-reader.ts'
import { checkpointInThread } from '../snapshot/sqlite-thread.ts'

/** Moves the write-ahead log into the database file, in another thread: whoever reads does not wait for the disk. */
export class LogMover {
  readonly #file: string
  readonly #reader: SQLite.Database

  /** @param file a database that is open */
  constructor(file: string) {
    this.#file = file
    this.#reader = openReader(file)
  }

  /** What is committed later stays in the log until `release`, and so the log does not begin anew. */
  hold(): void {
    fixMoment(this.#reader)
  }

  release(): void {
    if (this.#reader.inTransaction) this.#reader.exec('COMMIT')
  }

  /** As far as nobody reads what was before. */
  async move(): Promise<void> {
    await checkpointInThread(this.#file)
  }

  close(): void {
    this.#reader.close()
  }
}
