import { open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'

const step = 16 * 1024 * 1024

/**
 * Removes a folder, its large files piece by piece, each of which is given back before the next. A file system gives back a whole
 * gigabyte at once while everybody who commits waits: 200 ms for 470 MB on ext4 with `discard`.
 */
export async function removeGently(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []) // gone already
  for (const name of names) await shorten(path.join(folder, name))
  await rm(folder, { recursive: true, force: true })
}

async function shorten(file: string): Promise<void> {
  const facts = await stat(file)
  if (!facts.isFile() || facts.size <= step) return
  const handle = await open(file, 'r+')
  try {
    for (let left = facts.size - step; left > 0; left -= step) {
      await handle.truncate(left)
      await handle.datasync()
    }
  } finally {
    await handle.close()
  }
}
