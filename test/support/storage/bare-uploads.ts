import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Secret } from '../../../server/config/secrets/secret.ts'
import { initialStorage, type StorageSettings } from '../../../server/config/storage-settings.ts'
import { type Database, openDatabase } from '../../../server/database/connection.ts'
import { migrate } from '../../../server/database/migrate.ts'
import { insertBlob } from '../../../server/uploads/blob-queries.ts'
import { FileClass } from '../../../server/uploads/file-class.ts'
import { newKey } from '../../../server/uploads/keys.ts'
import { openUploads, type Uploads, type UploadsOptions } from '../../../server/uploads/uploads.ts'

export interface BareUploads {
  readonly uploads: Uploads
  readonly database: Database
  close(): Promise<void>
}

/** The stores and their files alone, without people or HTTP. Settings and keys are forgotten in the end. */
export async function openBareUploads(
  folder: string,
  patience?: UploadsOptions['patience'],
  now?: () => number,
): Promise<BareUploads> {
  const at = (name: string): string => path.join(folder, name)
  for (const name of ['uploads', 'avatars', 'logs']) mkdirSync(at(name), { recursive: true })
  migrate(at('landline.db'), at('backups'))
  const database = openDatabase(at('landline.db'))
  let settings: StorageSettings = initialStorage
  const secrets = new Map<string, Secret>()
  const uploads = await openUploads({
    database,
    folders: { uploads: at('uploads'), avatars: at('avatars'), cache: at('cache'), logs: at('logs') },
    settings: {
      get: () => settings,
      change(changed) {
        settings = changed
      },
    },
    secrets: {
      get: async (name) => secrets.get(name),
      set: async (name, secret) => void secrets.set(name, secret),
      delete: async (name) => void secrets.delete(name),
      names: async () => [...secrets.keys()],
    },
    mayReadUpload: async () => false,
    patience,
    now,
  })
  return {
    uploads,
    database,
    async close() {
      await uploads.close()
      await database.close()
    },
  }
}

/** Stores a file as features do; answers its key. */
export async function storeFile(
  { uploads, database }: BareUploads,
  content: Buffer,
  fileClass: FileClass = FileClass.messageFile,
): Promise<string> {
  const key = newKey(fileClass, '.bin')
  const draft = await uploads.files.receive(Readable.from([content]), content.length)
  const blob = await uploads.files.keep(draft, { key, class: fileClass, contentType: 'application/octet-stream' })
  await database.inTransaction((trx) => insertBlob(trx, blob))
  return key
}
