import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Replaces a small file so that it is wholly the old or wholly the new one, whenever the power goes. Readable by its owner alone.
 * Blocks while the disk works: for settings and secrets, not for what people send.
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.new`
  try {
    writeFileSync(draft, content, { mode: 0o600, flush: true })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  syncFolder(path.dirname(file))
}

/** The new name itself must reach the disk. Windows cannot open a folder, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
