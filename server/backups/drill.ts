import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { initialStorage } from '../config/storage-settings.ts'
import { leaveStoresAlone } from '../uploads/inventory.ts'
import { peopleAndMessages } from './amounts.ts'
import { removeGently } from './remove-gently.ts'
import type { Repository, SnapshotName } from './repository/repository.ts'
import { restoreInto } from './restore/into-folder.ts'

/**
 * Starts a real server on a restored folder, on a port that nobody else knows, and reads the newest message through its API.
 * @throws Error that says what did not work
 */
export type Rehearse = (folder: string) => Promise<{ readonly people: number; readonly newestMessage: number | null }>

/** Restores a snapshot for nobody, to see that it would work for somebody. @throws where it would not */
export async function drill(
  repository: Repository,
  name: SnapshotName,
  scratch: string,
  rehearse: Rehearse,
  signal?: AbortSignal,
): Promise<string> {
  const folder = await mkdtemp(path.join(scratch, '.drill-'))
  try {
    const data = path.join(folder, 'data')
    const { database } = await restoreInto(repository, name, data, signal, 'newest')
    await keepToItself(data)
    const { people, newestMessage } = await rehearse(data)
    const { messages, people: counted } = database
    if (people < counted) throw new Error(`${people} of ${counted} people are there`)
    if (messages > 0 && newestMessage === null) throw new Error('no message could be read')
    const read = newestMessage === null ? 'There was no message to read yet' : `Message ${newestMessage} was read`
    return `${peopleAndMessages(people, messages)} came back. ${read}.`
  } finally {
    await removeGently(folder)
  }
}

/** The copy must not touch what the real one uses: its buckets, its keychain, its port. */
async function keepToItself(data: string): Promise<void> {
  const file = path.join(data, 'landline.json')
  const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  const own = { secretStore: 'file', storage: initialStorage, openToNetwork: false, host: '127.0.0.1', publicUrl: null }
  await writeFile(file, JSON.stringify({ ...settings, ...own }))
  const sqlite = new SQLite(path.join(data, 'landline.db'))
  try {
    leaveStoresAlone(sqlite)
  } finally {
    sqlite.close()
  }
}
