import { rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isErrno } from '../../config/problem.ts'
import { makeFolder, syncFolder } from '../../uploads/stores/folder-sync.ts'
import { rejectedFolder, type Swap, stagingFolder } from './restore-file.ts'

/** All that a swap does to a disk: it gives names to what is closed, and never over something that is there. */
export interface SwapDisk {
  rename(from: string, to: string): Promise<void>
  exists(file: string): Promise<boolean>
  makeFolder(folder: string): Promise<void>
  syncFolder(folder: string): Promise<void>
}

export const realDisk: SwapDisk = {
  rename: renamePatiently,
  makeFolder,
  syncFolder,
  exists: (file) =>
    stat(file).then(
      () => true,
      (error: unknown) => {
        if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false
        throw error
      },
    ),
}

/** On Windows a virus scanner looks at what was just closed, for a moment in which nobody may rename it. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (const pause of [50, 200, 500, 1000, 2000]) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (process.platform !== 'win32' || !isErrno(error, 'EPERM', 'EBUSY', 'EACCES')) throw error
      await setTimeout(pause)
    }
  }
  await rename(from, to)
}

/** Puts what is staged in the place of what is there, which moves into `replaced`. Goes on where it was cut short. */
export async function swapIn(disk: SwapDisk, folder: string, { replaced, old, staged }: Swap): Promise<void> {
  const [before, coming] = [path.join(folder, replaced), path.join(folder, stagingFolder)]
  await disk.makeFolder(before)
  for (const name of old) {
    const to = path.join(before, name)
    if (!(await disk.exists(to))) await disk.rename(path.join(folder, name), to)
  }
  await syncAll(disk, before, folder) // nothing new comes before all that is old has gone: each name is one or the other
  for (const name of staged) {
    const from = path.join(coming, name)
    if (await disk.exists(from)) await disk.rename(from, path.join(folder, name))
  }
  await syncAll(disk, coming, folder)
}

/** The way back, from wherever `swapIn` was left. Goes on where it was cut short itself. */
export async function swapBack(disk: SwapDisk, folder: string, { plan, replaced, old }: Swap): Promise<void> {
  const [before, rejected] = [path.join(folder, replaced), path.join(folder, rejectedFolder)]
  await disk.makeFolder(rejected)
  for (const name of plan.names) {
    const here = path.join(folder, name)
    const isOld = old.includes(name) && !(await disk.exists(path.join(before, name)))
    if (!isOld && (await disk.exists(here))) await disk.rename(here, path.join(rejected, name))
  }
  await syncAll(disk, rejected, folder)
  for (const name of old) {
    const from = path.join(before, name)
    if (await disk.exists(from)) await disk.rename(from, path.join(folder, name))
  }
  if (await disk.exists(before)) await syncAll(disk, before, folder)
}

async function syncAll(disk: SwapDisk, ...folders: readonly string[]): Promise<void> {
  for (const folder of folders) await disk.syncFolder(folder)
}
