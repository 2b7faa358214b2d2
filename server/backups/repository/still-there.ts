import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { BackupRefused } from '../refused.ts'
import { repositoryFile } from './header.ts'

/**
 * Works on a repository that is there, and sees afterwards that it still is: what was pulled out meanwhile looks empty, and neither
 * whole nor damaged.
 * @throws BackupRefused DESTINATION_UNUSABLE
 */
export async function whileThere<T>(store: BlobStore, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    if (await store.head(repositoryFile)) return result
  } catch (error) {
    if (await store.head(repositoryFile).catch(() => true)) throw error // of a place that does not answer, the error says why
  }
  throw new BackupRefused(
    'DESTINATION_UNUSABLE',
    `The backups in ${store.id} went away meanwhile.`,
    'Plug it in or connect it, then try again.',
  )
}
