import { createHash } from 'node:crypto'
import { BlobMissing, type BlobStore } from '../../uploads/stores/blob-store.ts'
import type { Cipher } from '../repository/cipher.ts'
import { FileDamaged } from '../repository/damage.ts'
import { readHeader } from '../repository/header.ts'
import { ofAnother } from '../repository/open.ts'
import { keyNeeded, Repository } from '../repository/repository.ts'
import { readWhole, writeWhole } from '../repository/whole.ts'
import { byAge, type EntryName, entryCalled, fileNameOf, type PageChanges, unpackEntry } from './entry.ts'

/** An entry that lies in a repository. */
export interface StoredEntry extends EntryName {
  readonly key: string
  readonly isSealed: boolean
  readonly bytes: number
}

const magic = Buffer.from('LLJ1')
const shape = /^journal\/([^/]+)\/([^/]+)-([0-9a-f]{16})\.(plain|sealed)$/

/**
 * Opens our own backups for entries. No lock is needed: what the journal writes nobody else does, and snapshots do not rely on it.
 * @returns undefined where there are no backups yet, or they have not heard of the key that seals them now
 * @throws BackupRefused REPOSITORY_OF_ANOTHER
 */
export async function openForJournal(
  store: BlobStore,
  appliance: string | null,
  cipher: Cipher | undefined,
): Promise<Repository | undefined> {
  const header = await readHeader(store)
  if (!header || appliance === null) return undefined
  if (header.appliance !== appliance) throw ofAnother(store, header)
  return header.sealedWith === (cipher?.fingerprint ?? null) ? new Repository(store, header, cipher) : undefined
}

interface Listed {
  readonly key: string
  readonly bytes: number
}

/** All entries in a repository, oldest first: their names say which they are, so that one list of keys is enough. */
export const storedEntries = ({ store }: Pick<Repository, 'store'>, generation?: string): Promise<StoredEntry[]> =>
  entriesAmong(store.list(generation ? `journal/${generation}/` : 'journal/'))

export async function entriesAmong(keys: AsyncIterable<Listed> | Iterable<Listed>): Promise<StoredEntry[]> {
  const found: StoredEntry[] = []
  for await (const { key, bytes } of keys) {
    const [, generation, fileName, , kind] = shape.exec(key) ?? []
    const name = generation && fileName ? entryCalled(generation, fileName) : undefined
    if (name) found.push({ ...name, key, bytes, isSealed: kind === 'sealed' })
  }
  return found.toSorted(byAge)
}

/** Stores a packed entry, sealed where the repository is. */
export async function storeEntry({ store, cipher }: Repository, name: EntryName, packed: Buffer): Promise<void> {
  const bytes = Buffer.concat([magic, cipher ? cipher.seal(packed, placeOf(name)) : packed])
  const key = `journal/${name.generation}/${fileNameOf(name)}-${hashOf(bytes)}.${cipher ? 'sealed' : 'plain'}`
  await writeWhole(store, key, bytes)
}

/** @throws FileDamaged, BackupRefused KEY_NEEDED */
export async function readEntry({ store, cipher }: Repository, entry: StoredEntry): Promise<PageChanges> {
  if (entry.isSealed && !cipher) throw keyNeeded()
  try {
    const bytes = await readWhole(store, entry.key)
    if (shape.exec(entry.key)?.[3] !== hashOf(bytes)) throw new Error('its content changed')
    if (!bytes.subarray(0, magic.length).equals(magic)) throw new Error('it does not begin as an entry does')
    const packed = bytes.subarray(magic.length)
    return await unpackEntry(entry.isSealed ? cipher!.open(packed, placeOf(entry)) : packed, entry)
  } catch (error) {
    if (isOfStore(error)) throw error
    throw new FileDamaged(entry.key, (error as Error).message)
  }
}

/** The place is not there, or does not answer: nothing is known about the entry. */
const isOfStore = (error: unknown): boolean =>
  !(error instanceof BlobMissing) && error instanceof Error && ('$metadata' in error || ('syscall' in error && 'code' in error))

const placeOf = ({ generation, sequence, time }: EntryName): string => `journal ${generation} ${sequence} ${time.getTime()}`
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)
