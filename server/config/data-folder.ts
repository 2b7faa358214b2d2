import { accessSync, chmodSync, constants, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { folderWarnings } from './folder-warnings.ts'
import { isErrno, type Problem, StartProblem } from './problem.ts'

const folders = ['uploads', 'avatars', 'backups', 'logs', 'tls'] as const

/** Absolute paths of everything Landline keeps. It writes nowhere else. */
export interface DataFolder {
  readonly path: string
  readonly database: string
  readonly settings: string
  readonly lock: string
  readonly uploads: string
  readonly avatars: string
  readonly backups: string
  readonly logs: string
  readonly tls: string
  /** The desktop app's own: where its windows were, its browser's profile. Not there without one. */
  readonly desktop: string
  /** What is unwise about this folder, though it works. */
  readonly warnings: readonly Problem[]
}

/** Where the platform keeps a program's data, for whoever names no folder. */
export function platformDataFolder(env: NodeJS.ProcessEnv, platform = process.platform, home = homedir()): string {
  if (platform === 'win32') return path.win32.join(env.LOCALAPPDATA ?? path.win32.join(home, 'AppData', 'Local'), 'Landline')
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Landline')
  // A relative XDG path is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
  const base = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : path.posix.join(home, '.local', 'share')
  return path.posix.join(base, 'landline')
}

/** The folder that was asked for (`--data`, else LANDLINE_DATA), else the platform's. */
export const whichDataFolder = (asked: string | undefined, env: NodeJS.ProcessEnv): string =>
  path.resolve(asked || env.LANDLINE_DATA || platformDataFolder(env))

/**
 * Makes the folder ready: creates what is missing, readable by its owner alone.
 * @throws StartProblem where it cannot be used; then nothing in it was changed
 */
export function openDataFolder(where: string): DataFolder {
  const folder = layOut(path.resolve(where))
  try {
    const isNew = createFolder(folder.path)
    if (!isNew) refuseForeign(folder.path)
    tryToWrite(folder.path)
    makePrivate(folder.path)
    for (const name of folders) mkdirSync(path.join(folder.path, name), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw asStartProblem(error, folder.path)
  }
  return { ...folder, warnings: folderWarnings(folder.path) }
}

/** True where somebody has used this folder with Landline before. */
export const hasLandlineData = (where: string): boolean => {
  try {
    return isLandlineFolder(readdirSync(where))
  } catch {
    return false
  }
}

function layOut(root: string): Omit<DataFolder, 'warnings'> {
  const at = (name: string) => path.join(root, name)
  return {
    path: root,
    database: at('landline.db'),
    settings: at('landline.json'),
    lock: at('landline.lock'),
    uploads: at('uploads'),
    avatars: at('avatars'),
    backups: at('backups'),
    logs: at('logs'),
    tls: at('tls'),
    desktop: at('desktop'),
  }
}

/** Whether it had to be created. */
function createFolder(root: string): boolean {
  return mkdirSync(root, { recursive: true, mode: 0o700 }) !== undefined
}

const isLandlineFolder = (names: readonly string[]): boolean =>
  names.includes('landline.db') || names.includes('landline.json') || names.includes('landline.lock')

/** What file managers and file systems leave in a folder that its owner would call empty. */
const clutter = ['.DS_Store', '.localized', '.directory', 'lost+found', 'desktop.ini', 'Thumbs.db']

function refuseForeign(root: string): void {
  accessSync(root, constants.R_OK | constants.X_OK)
  const owner = statSync(root).uid
  const me = process.geteuid?.() ?? owner
  if (me !== owner && me !== 0) {
    throw new StartProblem(
      'DATA_FOLDER_NOT_OURS',
      `The data folder ${root} belongs to another user of this computer (number ${owner}; you are ${me}).`,
      'Start Landline as that user, or choose another folder with --data.',
    )
  }
  const names = readdirSync(root)
  // The desktop app prepares a new folder a moment before the server does, and a power cut may leave it so.
  const prepared: readonly string[] = [...folders, 'desktop', ...clutter]
  if (isLandlineFolder(names) || names.every((name) => prepared.includes(name))) return
  throw new StartProblem(
    'DATA_FOLDER_NOT_OURS',
    `The folder ${root} has other files in it and was never used by Landline.`,
    'Choose an empty folder, or one that does not exist yet, with --data.',
  )
}

/** Permissions alone do not tell (read-only mounts, quotas), so this writes a few kilobytes and removes them. */
function tryToWrite(root: string): void {
  const probe = path.join(root, `.landline-probe-${process.pid}`)
  try {
    writeFileSync(probe, Buffer.alloc(8192), { mode: 0o600, flush: true })
  } finally {
    rmSync(probe, { force: true })
  }
}

/** A folder that the owner made by hand is open to everyone on the machine; people's messages must not be. */
function makePrivate(root: string): void {
  if (process.platform === 'win32' || (statSync(root).mode & 0o077) === 0) return
  chmodSync(root, 0o700)
}

function asStartProblem(error: unknown, root: string): unknown {
  if (error instanceof StartProblem) return error
  if (isErrno(error, 'EROFS', 'EACCES', 'EPERM')) {
    return new StartProblem(
      'DATA_FOLDER_READ_ONLY',
      `Landline may not write to the data folder ${root}.`,
      'Give your user the right to write there, or choose another folder with --data.',
      { cause: error },
    )
  }
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) {
    return new StartProblem(
      'DATA_FOLDER_FULL',
      `There is no space left where the data folder ${root} is.`,
      'Free some space there, then start Landline again; nothing was changed.',
      { cause: error },
    )
  }
  if (isErrno(error, 'EEXIST', 'ENOTDIR')) {
    return new StartProblem(
      'DATA_FOLDER_UNUSABLE',
      `The data folder cannot be ${root}: there is a file in its way.`,
      'Choose a folder with --data.',
      { cause: error },
    )
  }
  return new StartProblem(
    'DATA_FOLDER_UNUSABLE',
    `The data folder ${root} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
    'Choose another folder with --data.',
    { cause: error },
  )
}
