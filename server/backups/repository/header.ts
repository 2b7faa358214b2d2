import { z } from 'zod'
import { KeySlot } from '../../config/backup-settings.ts'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { BackupRefused } from '../refused.ts'
import { peekRecord, RecordDamaged, readRecord, writeRecord } from './record.ts'
import { findWhole, writeWhole } from './whole.ts'

export const repositoryFile = 'repository.json'
/** Of everything in a repository that we write. */
export const format = 1

const Header = z.object({
  landlineBackups: z.literal(format),
  /** Which Landline they are of. It goes along when that moves to another computer. */
  appliance: z.string(),
  organization: z.string(),
  keys: z.array(KeySlot),
  /** Tells data keys apart, and nothing about them; null until there is one. */
  sealedWith: z.string().nullable(),
})
export type Header = z.infer<typeof Header>

/** @returns undefined where there are no backups @throws BackupRefused REPOSITORY_DAMAGED, REPOSITORY_NEWER */
export async function readHeader(store: BlobStore): Promise<Header | undefined> {
  const bytes = await findWhole(store, repositoryFile)
  if (!bytes) return undefined
  try {
    const { landlineBackups: written } = peekRecord(bytes, repositoryFile)
    if (typeof written === 'number' && written > format) throw newerFormat('These backups', written)
    return readRecord(bytes, Header, repositoryFile)
  } catch (error) {
    if (!(error instanceof RecordDamaged || error instanceof z.ZodError)) throw error
    throw new BackupRefused(
      'REPOSITORY_DAMAGED',
      `${repositoryFile}, which says how these backups are kept, is damaged.`,
      'Use another copy of these backups, or put that one file back from one.',
      { cause: error },
    )
  }
}

export async function writeHeader(store: BlobStore, header: Header): Promise<void> {
  await writeWhole(store, repositoryFile, writeRecord(header))
}

export const newerFormat = (what: string, written: number): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_NEWER',
    `${what} (format ${written}) can only be read by a newer Landline; this one knows format ${format}.`,
    'Install the newest Landline and try again.',
  )
