import { closeSync, existsSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import SQLite from 'better-sqlite3'
import { fixMoment } from '../../database/fix-moment.ts'

/** 4 MiB of the usual pages. */
const pagesAtOnce = 1024
/** As many steps may be ahead of the disk. */
const stepsAhead = 2

/**
 * Copies one moment of a database that is in use. Our connection reads in one transaction, so that SQLite never begins again,
 * however much is written meanwhile.
 */
export async function copyDatabase(file: string, to: string): Promise<void> {
  const sqlite = new SQLite(file, { readonly: true })
  const disk = new DiskBehind(to)
  try {
    sqlite.pragma('busy_timeout = 5000')
    sqlite.pragma('cache_size = -1000') // each page is read once
    fixMoment(sqlite)
    const progress = (): number => {
      disk.stepWritten()
      return pagesAtOnce
    }
    await sqlite.backup(to, { progress })
    sqlite.exec('COMMIT')
  } finally {
    await disk.close()
    sqlite.close()
  }
}

/**
 * Lets a file reach the disk while more of it is written, and only a few megabytes later: one large fsync in the end would make the
 * chat's own commits wait for it (measured: 272 ms instead of 12 ms for 120 MB). Whoever writes the file syncs it in the end and
 * hears of failures.
 */
class DiskBehind {
  readonly #file: string
  #handle: number | undefined
  #sync: Promise<void> | undefined
  #ahead = 0

  constructor(file: string) {
    this.#file = file
  }

  stepWritten(): void {
    if (this.#handle === undefined && !existsSync(this.#file)) return // before the first pages
    this.#handle ??= openSync(this.#file, 'r+')
    this.#ahead += 1
    if (this.#sync && this.#ahead < stepsAhead) return
    this.#ahead = 0
    if (this.#sync) fdatasyncSync(this.#handle)
    else this.#sync = this.#begin(this.#handle)
  }

  async #begin(handle: number): Promise<void> {
    await promisify(fdatasync)(handle).catch(() => {})
    this.#sync = undefined
  }

  async close(): Promise<void> {
    await this.#sync
    if (this.#handle !== undefined) closeSync(this.#handle)
  }
}
