import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { migrations as released } from './migrations/index.ts'

/** Marks a SQLite file as Landline's: "LLND" in ASCII. */
const applicationId = 0x4c4c4e44

/** A database that this program must not open. The message and the next step are for the owner. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused'
  readonly nextStep: string
  readonly isNewer: boolean

  constructor(message: string, nextStep: string, { isNewer = false, ...options }: ErrorOptions & { isNewer?: boolean } = {}) {
    super(message, options)
    this.nextStep = nextStep
    this.isNewer = isNewer
  }
}

/**
 * Brings the database file up to this program's version, forward only, in one transaction for each step.
 * Before the first step on a database that holds something, a snapshot goes to `snapshotFolder`.
 * @returns whether anything had to be changed
 * @throws DatabaseRefused when the file is not Landline's, is damaged, or was written by a newer program
 */
export function migrate(file: string, snapshotFolder: string, migrations = released): boolean {
  const sqlite = openForMigration(file)
  try {
    const version = sqlite.pragma('user_version', { simple: true }) as number
    refuseForeign(sqlite, file, version, migrations.length)
    if (version === migrations.length) return false
    if (version > 0) snapshot(sqlite, join(snapshotFolder, `before-version-${migrations.length}-from-${version}.db`))
    sqlite.pragma('foreign_keys = OFF') // tables may be rebuilt; checked after each step instead
    for (const [index, step] of migrations.entries()) if (index >= version) run(sqlite, step, index + 1)
    return true
  } finally {
    sqlite.close()
  }
}

function openForMigration(file: string): SQLite.Database {
  let sqlite: SQLite.Database | undefined
  try {
    sqlite = new SQLite(file)
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    return sqlite
  } catch (cause) {
    sqlite?.close()
    throw damaged(file, cause)
  }
}

const damaged = (file: string, cause: unknown): DatabaseRefused =>
  new DatabaseRefused(`${file} cannot be read as a database: ${(cause as Error).message}.`, 'Restore it from a backup.', {
    cause,
  })

function refuseForeign(sqlite: SQLite.Database, file: string, version: number, known: number): void {
  const id = sqlite.pragma('application_id', { simple: true }) as number
  const isEmpty = sqlite.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (!isEmpty && id !== applicationId) {
    throw new DatabaseRefused(`${file} was not made by Landline.`, 'Choose another data folder with --data.')
  }
  if (version > known) {
    throw new DatabaseRefused(
      `${file} was written by a newer Landline: its database is version ${version}, and this program knows up to ${known}.`,
      'Install that version again, or restore a backup that this one made.',
      { isNewer: true },
    )
  }
}

function snapshot(sqlite: SQLite.Database, target: string): void {
  if (existsSync(target)) return // an earlier try was cut short after it: the state it holds is still the right one
  mkdirSync(join(target, '..'), { recursive: true })
  sqlite.prepare('VACUUM INTO ?').run(target)
}

function run(sqlite: SQLite.Database, step: readonly string[], version: number): void {
  sqlite.transaction(() => {
    for (const statement of step) sqlite.exec(statement)
    const broken = sqlite.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) throw new Error(`Migration ${version} would leave ${broken.length} rows that refer to nothing`)
    sqlite.pragma(`application_id = ${applicationId}`)
    sqlite.pragma(`user_version = ${version}`)
  })()
}
