import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeFileAtomically } from '../config/atomic-file.ts'
import type { DataFolder } from '../config/data-folder.ts'

type Folder = Pick<DataFolder, 'path'>

/** Bytes of `sockaddr_un.sun_path` on macOS, the shortest, without the closing zero. */
const longestSocketPath = 103

const named = (folder: Folder): string => path.join(folder.path, 'landline.sock')
/** Says where the socket is when it is not in the data folder. */
const pointer = (folder: Folder): string => path.join(folder.path, 'landline.sock.path')
const shortName = (folder: Folder): string => createHash('sha256').update(folder.path).digest('hex').slice(0, 16)

/**
 * Where the server of this folder listens for its owner: `landline.sock` in the folder; a named pipe on Windows; and where the
 * folder's path is too long for a socket, a private folder for temporary files, noted in the data folder.
 */
export function placeForSocket(folder: Folder, platform = process.platform): string {
  if (platform === 'win32') return pipeOf(folder)
  if (Buffer.byteLength(named(folder)) <= longestSocketPath) return named(folder)
  const short = path.join(privateFolder(), `${shortName(folder)}.sock`)
  writeFileAtomically(pointer(folder), short)
  return short
}

/** Where to look for the server of this folder. */
export function findSocket(folder: Folder, platform = process.platform): string {
  if (platform === 'win32') return pipeOf(folder)
  try {
    return readFileSync(pointer(folder), 'utf8').trim()
  } catch {
    return named(folder)
  }
}

export function removeSocket(folder: Folder, platform = process.platform): void {
  if (platform === 'win32') return
  rmSync(findSocket(folder), { force: true })
  rmSync(pointer(folder), { force: true })
}

const pipeOf = (folder: Folder): string => `\\\\.\\pipe\\landline-${shortName(folder)}`

/** Anyone may create names in the folder for temporary files: what we find there counts only if it is ours alone. */
function privateFolder(): string {
  const mine = process.getuid?.() ?? 0
  const folder = path.join(tmpdir(), `landline-${mine}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  if (uid !== mine || (mode & 0o077) !== 0) throw new Error(`${folder} belongs to somebody else`)
  return folder
}
