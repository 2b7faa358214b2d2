import { createHash, randomFillSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { FileClass } from '../../../server/uploads/file-class.ts'
import { newKey } from '../../../server/uploads/keys.ts'

/** In bytes. */
export interface Growth {
  readonly messages: number
  readonly files: number
}

const messageBytes = 10_000
const fileBytes = 16 * 1024 * 1024

/** Years of long messages and large files in a data folder that nobody serves, all of random bytes: as fast as the disk takes them. */
export function growOrganization(folder: string, { messages, files }: Growth): void {
  const sqlite = new SQLite(path.join(folder, 'landline.db'))
  sqlite.pragma('synchronous = OFF') // it is not worth keeping
  repeatLastMessage(sqlite, Math.ceil(messages / messageBytes))
  const blob = sqlite.prepare(`INSERT INTO blobs (key, class, store, bytes, sha256, contentType, createdAt)
    VALUES (?, '${FileClass.messageFile}', 'local', ?, ?, 'application/octet-stream', 1700000000)`)
  const content = Buffer.allocUnsafe(fileBytes)
  for (let stored = 0; stored < files; stored += fileBytes) {
    const key = newKey(FileClass.messageFile, '.bin')
    const file = path.join(folder, 'uploads', key)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, randomFillSync(content))
    blob.run(key, fileBytes, createHash('sha256').update(content).digest())
  }
  sqlite.close()
}

function repeatLastMessage(sqlite: SQLite.Database, count: number): void {
  const { id, ...fields } = sqlite.prepare('SELECT * FROM messages ORDER BY id DESC LIMIT 1').get() as Record<string, unknown>
  const text = `hex(randomblob(${messageBytes / 4}))` // two digits a byte, and the message twice
  const values = Object.keys(fields).map((field) => (field === 'content' || field === 'rendered' ? text : field))
  sqlite
    .prepare(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO messages (id, ${Object.keys(fields).join()}) SELECT id + i, ${values.join()} FROM n, messages WHERE id = ?`)
    .run(count, id)
  sqlite.prepare('UPDATE searchProgress SET upToMessageId = (SELECT max(id) FROM messages)').run() // nobody searches them
}
