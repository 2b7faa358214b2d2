import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FolderStore } from '../../../server/backups/repository/folder-store.ts'
import { lockRepository } from '../../../server/backups/repository/lock.ts'
import { openOwn } from '../../../server/backups/repository/open.ts'
import { type Source, type Taken, takeSnapshot } from '../../../server/backups/snapshot/take.ts'
import { type Database, openDatabase } from '../../../server/database/connection.ts'
import { bareHeader } from '../../support/backups/bare-backups.ts'
import { fillDatabase, type Size } from '../million.ts'

/** A large database, a folder for its backups, and nobody who chats. */
export class BareOrganization {
  readonly root = mkdtempSync(join(tmpdir(), 'landline-bench-'))
  readonly database: Database
  readonly #source: Source

  constructor(size: Size) {
    for (const name of ['data', 'repository', 'scratch']) mkdirSync(this.at(name))
    writeFileSync(this.at('data/landline.json'), '{}')
    fillDatabase(this.at('data/landline.db'), size)
    this.database = openDatabase(this.at('data/landline.db'))
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

  async take(): Promise<Taken> {
    const lock = await lockRepository(this.store, 'a bench')
    try {
      const repository = await openOwn(this.store, bareHeader, undefined)
      return await takeSnapshot(this.#source, { repository, lock, scratch: this.at('scratch'), reason: 'asked' })
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

/** Changes messages here and there, so many that about this share of all pages is another. */
export function churn({ sqlite, file }: Pick<Database, 'sqlite' | 'file'>, share: number): void {
  const pages = statSync(file).size / 4096
  const { last } = sqlite.prepare<[], { last: number }>('SELECT max(id) AS last FROM messages').get()!
  const touch = sqlite.prepare('UPDATE messages SET renderVersion = renderVersion + 1 WHERE id = ?')
  sqlite.transaction(() => {
    for (let i = 0; i < pages * share; i++) touch.run(1 + Math.floor(Math.random() * last))
  })()
}
