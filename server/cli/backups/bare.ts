import path from 'node:path'
import { explained } from '../../backups/failure.ts'
import { keyInText } from '../../backups/keys/recovery-key.ts'
import { FolderStore } from '../../backups/repository/folder-store.ts'
import { openRepository } from '../../backups/repository/open.ts'
import type { Repository } from '../../backups/repository/repository.ts'
import { whileThere } from '../../backups/repository/still-there.ts'
import { Secret } from '../../config/secrets/secret.ts'
import { S3Store } from '../../uploads/stores/s3/s3-store.ts'
import { CommandRefused } from '../failure.ts'
import { readSecret } from '../secret-file.ts'
import { type BackupBucketOptions, backupBucketFrom } from './bucket-from.ts'

/* Commands that work on a folder with backups alone, as on a new computer, or through the owner’s contract where none is named. */

export interface BareOptions extends BackupBucketOptions {
  readonly repository?: string
  readonly keyFile?: string
  readonly destination?: string
}

export const isBare = ({ repository, s3 }: BareOptions): boolean => repository !== undefined || s3 === true

/** Works on a place with backups alone. @throws CommandRefused, BackupRefused */
export async function onRepository<T>(options: BareOptions, work: (repository: Repository) => Promise<T>): Promise<T> {
  const { repository, keyFile } = options
  if (!isBare(options)) {
    throw new CommandRefused(
      'REPOSITORY_MISSING',
      'It is not clear where the backups are.',
      'Name their folder with --repository, or their bucket with --s3.',
    )
  }
  const key = keyFile === undefined ? undefined : new Secret(keyInText(await readSecret(keyFile, 'recovery key')))
  const bucket = repository === undefined ? backupBucketFrom(options) : undefined
  const secret = new Secret(bucket ? await readSecret(options.secretFile!, 'secret half of the key') : '')
  const store = bucket ? new S3Store(`the bucket ${bucket.bucket}`, bucket, secret) : new FolderStore(path.resolve(repository!))
  try {
    const opened = await openRepository(store, key)
    return await whileThere(store, () => work(opened))
  } catch (error) {
    throw explained(error, store.id, bucket)
  } finally {
    if (store instanceof S3Store) store.close()
  }
}
