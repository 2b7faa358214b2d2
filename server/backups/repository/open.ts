import { isDeepStrictEqual } from 'node:util'
import type { Secret } from '../../config/secrets/secret.ts'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { parseRecoveryKey } from '../keys/recovery-key.ts'
import { openDataKey } from '../keys/slots.ts'
import { BackupRefused } from '../refused.ts'
import { Cipher } from './cipher.ts'
import { FolderStore } from './folder-store.ts'
import { type Header, readHeader } from './header.ts'
import { Repository } from './repository.ts'

/**
 * Opens backups for reading, wherever they come from.
 * @param key the recovery key; without one, only what is not sealed can be read
 */
export async function openRepository(store: BlobStore, key?: Secret): Promise<Repository> {
  const header = await readHeader(store)
  if (!header) throw (await hasSnapshots(store)) ? headless(store) : missing(store)
  if (!key) return new Repository(store, header, undefined)
  const typed = parseRecoveryKey(key.reveal())
  if (header.keys.length === 0) return new Repository(store, header, undefined)
  return new Repository(store, header, new Cipher((await openDataKey(header.keys, typed)).dataKey))
}

/** @throws BackupRefused REPOSITORY_MISSING */
export const openFolder = (folder: string, key?: Secret): Promise<Repository> => openRepository(new FolderStore(folder), key)

/**
 * Opens our own backups for writing, begins them where there are none, and brings the list of recovery keys up to date. Only for
 * whoever holds the lock.
 * @throws BackupRefused REPOSITORY_OF_ANOTHER
 */
export async function openOwn(
  store: BlobStore,
  header: Header,
  cipher: Cipher | undefined,
  removedKeys: readonly string[] = [],
): Promise<Repository> {
  const found = await readHeader(store)
  if (found && found.appliance !== header.appliance) throw ofAnother(store, found)
  if (found?.sealedWith && cipher && found.sealedWith !== cipher.fingerprint) throw otherKey(store)
  if (store instanceof FolderStore) await store.removeDrafts()
  const current = found ? merged(found, header, removedKeys) : header
  const repository = new Repository(store, found ?? header, cipher)
  return isDeepStrictEqual(found, current) ? repository : await repository.writeHeader(current)
}

const missing = (store: BlobStore): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_MISSING',
    `There are no backups of Landline in ${store.id}.`,
    'Name the folder that has the file repository.json in it. If it is on a stick or on the network, see that it is there.',
  )

async function hasSnapshots(store: BlobStore): Promise<boolean> {
  for await (const _ of store.list('snapshots/')) return true
  return false
}

const headless = (store: BlobStore): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_DAMAGED',
    `There are backups in ${store.id}, but not the file repository.json, which tells how to open them.`,
    'Whoever copied them left it out: copy all of the folder once more, or use another copy.',
  )

/**
 * A key that we do not know, as after the restore of an old snapshot, may be the only one that opens what lies here: it goes only
 * once its owner removes it.
 */
function merged(found: Header, own: Header, removedKeys: readonly string[]): Header {
  const more = found.keys.filter(({ id }) => !own.keys.some((known) => known.id === id) && !removedKeys.includes(id))
  return { ...own, keys: [...own.keys, ...more], sealedWith: own.sealedWith ?? found.sealedWith }
}

const otherKey = (store: BlobStore): BackupRefused =>
  new BackupRefused(
    'KEY_UNKNOWN',
    `The backups in ${store.id} were sealed by this Landline with a key that it no longer has. Nothing was written.`,
    'Choose another folder or prefix for new backups. The old ones stay as they are and open with their recovery key.',
  )

export const ofAnother = (store: BlobStore, { organization }: Header): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_OF_ANOTHER',
    `The backups in ${store.id} are those of another Landline (${organization}). Nothing was written.`,
    'Choose another folder or prefix for these, or restore those into an empty data folder if you meant to go on with them.',
  )
