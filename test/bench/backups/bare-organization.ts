import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Recorder } from '../../../server/backups/journal/recorder.ts'
import { Spool } from '../../../server/backups/journal/spool.ts'
import { FolderStore } from '../../../server/backups/repository/folder-store.ts'
import { lockRepository } from '../../../server/backups/repository/lock.ts'
import { openOwn } from '../../../server/backups/repository/open.ts'
import { verifySnapshot } from '../../../server/backups/repository/verify-snapshot.ts'
import { type Source, startThreads, type Taken, takeSnapshot } from '../../../server/backups/snapshot/take.ts'
import { type Database, openDatabase } from '../../../server/database/connection.ts'
import { bareHeader } from '../../support/backups/bare-backups.ts'
import { fillDatabase, type Size } from '../million.ts'

/** A large database with its journal, and a folder for its backups. */
export class BareOrganization {
  readonly root = mkdtempSync(join(tmpdir(), 'landline-bench-'))
  readonly database: Database
  readonly #recorder: Recorder
  readonly #source: Source

  constructor(size: Size) {
    for (const name of ['data', 'repository', 'scratch']) mkdirSync(this.at(name))
    writeFileSync(this.at('data/landline.json'), '{}')
    fillDatabase(this.at('data/landline.db'), size)
    this.database = openDatabase(this.at('data/landline.db'))
    this.#recorder = new Recorder(this.database.file, new Spool(this.at('journal')))
    const secrets = { get: async () => undefined, set: async () => {}, delete: async () => {}, names: async () => [] }
    const noFiles = {
      library: {
        storeOf: () => {
          throw new Error('There are no files')
        },
      },
      copyFromBuckets: false,
    }
    this.#source = {
      recorder: this.#recorder,
      database: this.database,
      settingsFile: this.at('data/landline.json'),
      secrets,
      files: noFiles,
      version: '0.0.1',
    }
  }

  get bytes(): number {
    return statSync(this.database.file).size
  }

  at(name: string): string {
    return join(this.root, name)
  }

  get store(): FolderStore {
    return new FolderStore(this.at('repository'))
  }

  /** As a server does it before it serves. */
  async follow(): Promise<void> {
    await this.#recorder.follow(this.database, { wasChanged: true })
  }

  /**
   * Changes messages here and there, each in a transaction of its own as an edit is, so many that about this share of all pages is
   * another. The journal has written it down when it resolves: in an hour of chat it does so every two seconds.
   */
  async churn(share: number): Promise<void> {
    const { sqlite, file, inTransaction } = this.database
    const { last } = sqlite.prepare<[], { last: number }>('SELECT max(id) AS last FROM messages').get()!
    const ids = Array.from({ length: (statSync(file).size / 4096) * share }, () => 1 + Math.floor(Math.random() * last))
    const touch = (id: number) =>
      inTransaction((trx) => sql`UPDATE messages SET renderVersion = renderVersion + 1 WHERE id = ${id}`.execute(trx))
    await Promise.all(ids.map(touch))
    await this.#recorder.position()
  }

  /** Reads a snapshot back, as is done with each one. */
  async verify({ name }: Taken): Promise<void> {
    const damages = await verifySnapshot(await openOwn(this.store, bareHeader, undefined), name, this.at('scratch'))
    if (damages.length > 0) throw new Error(damages[0]!.cause)
  }

  /** As `makeBackup` does it, but for reading it back. */
  async take({ byCopy = false } = {}): Promise<Taken> {
    startThreads()
    const lock = await lockRepository(this.store, 'a bench')
    try {
      const repository = await openOwn(this.store, bareHeader, undefined)
      return await takeSnapshot(this.#source, { repository, lock, scratch: this.at('scratch'), reason: 'asked', byCopy })
    } finally {
      await lock.release()
    }
  }

  async bytesStored(): Promise<number> {
    let sum = 0
    for await (const { bytes } of this.store.list()) sum += bytes
    return sum
  }

  async remove(): Promise<void> {
    await this.database.close()
    rmSync(this.root, { recursive: true })
  }
}
