import { chmodSync } from 'node:fs'
import { hostname } from 'node:os'
import SQLite from 'better-sqlite3'
import type { DataFolder } from './data-folder.ts'
import { StartProblem } from './problem.ts'

export interface LockHolder {
  readonly pid: number
  readonly host: string
  /** ISO 8601, UTC. */
  readonly since: string
  /** What the person ran, e.g. `landline serve`. */
  readonly command: string
}

export interface FolderLock {
  release(): void
}

/** So that nothing is collected as garbage, and the lock with it, where nobody means to let go of it before the end. */
const held = new Set<SQLite.Database>()

/**
 * Makes this process the folder's only writer for as long as it lives, or until `release()`.
 *
 * The lock is the operating system's, held through a small SQLite file: whichever way the holder dies, it is free at once,
 * and no leftover file can be mistaken for a holder. Readers are not locked out, so a second process learns who has it.
 * @throws StartProblem DATA_FOLDER_IN_USE, naming the holder
 */
export function lockDataFolder(folder: Pick<DataFolder, 'path' | 'lock'>, command: string): FolderLock {
  const me: LockHolder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), command }
  const file = openLockFile(folder.lock)
  try {
    // Writing the name ends the transaction and with it the lock. Whoever takes it in that moment has written theirs,
    // so the name is read back once the lock is ours for good.
    for (let mine = false; !mine; ) {
      file.exec('BEGIN IMMEDIATE')
      writeHolder(file, me)
      file.exec('COMMIT; BEGIN IMMEDIATE')
      const holder = readHolder(file)
      mine = holder?.pid === me.pid && holder.since === me.since
      if (!mine) file.exec('ROLLBACK')
    }
  } catch (error) {
    const holder = isBusy(error) ? readHolder(file) : undefined
    file.close()
    throw isBusy(error) ? inUse(folder.path, holder) : error
  }
  held.add(file)
  return {
    release() {
      held.delete(file)
      file.close()
    },
  }
}

/** Who has the folder now, if anyone. */
export function holderOf(folder: Pick<DataFolder, 'lock'>): LockHolder | undefined {
  let file: SQLite.Database
  try {
    file = new SQLite(folder.lock, { fileMustExist: true, timeout: 0 })
  } catch {
    return undefined // nobody has ever locked it
  }
  try {
    file.exec('BEGIN IMMEDIATE')
    return undefined
  } catch (error) {
    if (!isBusy(error)) throw error
    return readHolder(file)
  } finally {
    file.close()
  }
}

function openLockFile(path: string): SQLite.Database {
  const file = new SQLite(path, { timeout: 300 }) // somebody who merely looks (`holderOf`) is gone by then
  chmodSync(path, 0o600)
  return file
}

function writeHolder(file: SQLite.Database, holder: LockHolder): void {
  file.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT, since TEXT, command TEXT)')
  file.exec('DELETE FROM holder')
  file.prepare('INSERT INTO holder VALUES (@pid, @host, @since, @command)').run(holder)
}

function readHolder(file: SQLite.Database): LockHolder | undefined {
  try {
    return file.prepare<[], LockHolder>('SELECT pid, host, since, command FROM holder').get()
  } catch {
    return undefined // caught in the moment before the name is written
  }
}

const isBusy = (error: unknown): boolean => error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')

function inUse(path: string, holder: LockHolder | undefined): StartProblem {
  const who = holder
    ? `“${holder.command}” (process ${holder.pid} on ${holder.host}, since ${holder.since})`
    : 'another Landline that is just starting'
  return new StartProblem(
    'DATA_FOLDER_IN_USE',
    `The data folder ${path} is already in use by ${who}.`,
    'Use the one that is running, stop it first, or choose another folder with --data.',
  )
}
