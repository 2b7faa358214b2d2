import { isDeepStrictEqual } from 'node:util'
import type { Secret } from '../../config/secrets/secret.ts'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { parseRecoveryKey } from '../keys/recovery-key.ts'
import { openDataKey } from '../keys/slots.ts'
import { BackupRefused } from '../refused.ts'
import { Cipher } from './cipher.ts'
import { FolderStore } from './folder-store.ts'
import { type Header, Repository, readHeader } from './repository.ts'

/**
 * Opens backups for reading, wherever they come from.
 * @param key the recovery key; without one, only what is not sealed can be read
 */
export async function openRepository(store: BlobStore, key?: Secret): Promise<Repository> {
  const header = await readHeader(store)
  if (!header) throw missing(store)
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
export async function openOwn(store: BlobStore, header: Header, cipher: Cipher | undefined): Promise<Repository> {
  const found = await readHeader(store)
  if (found && found.appliance !== header.appliance) throw ofAnother(store, found)
  if (store instanceof FolderStore) await store.removeDrafts()
  const repository = new Repository(store, found ?? header, cipher)
  return isDeepStrictEqual(found, header) ? repository : await repository.writeHeader(header)
}

const missing = (store: BlobStore): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_MISSING',
    `There are no backups of Landline in ${store.id}.`,
    'Name the folder that has the file repository.json in it. If it is on a stick or on the network, see that it is there.',
  )

export const ofAnother = (store: BlobStore, { organization }: Header): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_OF_ANOTHER',
    `The backups in ${store.id} are those of another Landline (${organization}). Nothing was written.`,
    'Choose another folder or prefix for these, or restore those into an empty data folder if you meant to go on with them.',
  )
