import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { allFiles, allRows } from './bare-backups.ts'

/** Repositories as earlier versions of the format left them, a folder each: `repository` and `expected.json`. */
export const goldenFolder = new URL('../../backups/golden', import.meta.url).pathname

/** What a data folder is to hold that comes out of one. */
export interface Content {
  readonly rows: Readonly<Record<string, readonly unknown[]>>
  /** The sha256 of each upload and avatar. */
  readonly files: Readonly<Record<string, string>>
}

export interface Expected {
  /** Of an organization that never was. */
  readonly recoveryKey: string | null
  /** By id; `newest` is the last one with its journal. */
  readonly snapshots: Readonly<Record<string, Content>>
}

export const contentOf = (data: string): Content => ({
  rows: allRows(path.join(data, 'landline.db')),
  files: { ...under(data, 'uploads'), ...under(data, 'avatars') },
})

const under = (data: string, folder: string): Record<string, string> =>
  Object.fromEntries(Object.entries(allFiles(path.join(data, folder))).map(([file, hash]) => [`${folder}/${file}`, hash]))

/** Rows are many, and a file of hashes of them small. */
export const fingerprint = ({ rows, files }: Content): Content => ({
  rows: Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [
      table,
      all.map((row) => createHash('sha256').update(String(row)).digest('hex').slice(0, 16)),
    ]),
  ),
  files,
})

export const readExpected = (folder: string): Expected =>
  JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Expected
