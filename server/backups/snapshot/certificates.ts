import type { Dirent } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../config/problem.ts'
import { certificateFolder, SnapshotPath } from './manifest.ts'

/** Certificates and their keys lie in the data folder as files. Links and what has no name for every system stay where they are. */
export async function* certificatesIn(dataFolder: string): AsyncIterable<{ name: string; bytes: Buffer }> {
  const root = path.join(dataFolder, certificateFolder)
  for (const entry of await filesBelow(root)) {
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(dataFolder, file).split(path.sep).join('/')
    if (SnapshotPath.safeParse(name).success) yield { name, bytes: await readFile(file) }
  }
}

async function filesBelow(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
