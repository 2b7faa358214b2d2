import { existsSync, realpathSync, statfsSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from './problem.ts'

/** What is unwise about a folder that can be written to: none of it stops Landline, all of it has cost others their data. */
export function folderWarnings(root: string): Problem[] {
  const real = realpathSync(root)
  return [syncedWarning(real), networkWarning(real), spaceWarning(real)].filter((warning) => warning !== undefined)
}

const syncPrograms: readonly (readonly [RegExp, string])[] = [
  [/^onedrive( - .*)?$/i, 'OneDrive'],
  [/^dropbox( \(.*\))?$/i, 'Dropbox'],
  [/^(google ?drive|my drive|googledrive-.*)$/i, 'Google Drive'],
  [/^(mobile documents|iclouddrive|icloud drive)$/i, 'iCloud'],
  [/^cloudstorage$/i, 'a cloud drive'],
  [/^nextcloud$/i, 'Nextcloud'],
  [/^owncloud$/i, 'ownCloud'],
  [/^pcloud ?drive$/i, 'pCloud'],
  [/^(mega|megasync)$/i, 'MEGA'],
]
/** Files that a sync program leaves at the top of what it syncs. */
const syncMarkers = {
  '.stfolder': 'Syncthing',
  '.dropbox': 'Dropbox',
  '.dropbox.cache': 'Dropbox',
  '.owncloudsync.log': 'ownCloud',
}

/** The program that copies this folder to other machines, as far as names and markers tell. */
export function syncProgramOf(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const named = syncPrograms.find(([pattern]) => pattern.test(path.basename(at)))
    if (named) return named[1]
    const marker = Object.entries(syncMarkers).find(([name]) => existsSync(path.join(at, name)))
    if (marker) return marker[1]
    if (path.dirname(at) === at) return undefined
  }
}

function syncedWarning(folder: string): Problem | undefined {
  const program = syncProgramOf(folder)
  if (!program) return undefined
  return {
    code: 'DATA_FOLDER_SYNCED',
    message: `${program} seems to synchronize the data folder ${folder}, which can damage a database that is in use.`,
    nextStep: 'Stop Landline, move the folder to one that is not synchronized, and name it with --data.',
  }
}

/** File system types of statfs(2) on Linux; elsewhere the numbers mean something else. */
const networkFileSystems: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4266872130: 'SMB',
  4283649346: 'SMB',
  1397113167: 'AFS',
  12805120: 'Ceph',
  16914839: '9P',
}

export function networkKindOf(folder: string, type: number, platform = process.platform): string | undefined {
  if (platform === 'linux') return networkFileSystems[type]
  if (platform === 'win32' && folder.startsWith('\\\\') && !folder.startsWith('\\\\?\\')) return 'SMB'
  return undefined
}

function networkWarning(folder: string): Problem | undefined {
  const kind = networkKindOf(folder, statfsSync(folder).type)
  if (!kind) return undefined
  return {
    code: 'DATA_FOLDER_ON_NETWORK',
    message: `The data folder ${folder} is on a network drive (${kind}), where file locks often fail and a database can be damaged.`,
    nextStep: 'Stop Landline, move the folder to a disk of this computer, and name it with --data.',
  }
}

const wantedMegabytes = 500

function spaceWarning(folder: string): Problem | undefined {
  const { bavail, bsize } = statfsSync(folder)
  const megabytes = Math.floor((bavail * bsize) / 1e6)
  if (megabytes >= wantedMegabytes) return undefined
  return {
    code: 'DATA_FOLDER_NEARLY_FULL',
    message: `Only ${megabytes} MB are free where the data folder ${folder} is.`,
    nextStep: `Free at least ${wantedMegabytes} MB, or people will soon be unable to write and upload.`,
  }
}
