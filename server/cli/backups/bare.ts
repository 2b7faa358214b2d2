import path from 'node:path'
import { keyInText } from '../../backups/keys/recovery-key.ts'
import type { Repository } from '../../backups/repository/repository.ts'
import { readingBare } from '../../backups/restore/source.ts'
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
  const key = keyFile === undefined ? {} : { key: keyInText(await readSecret(keyFile, 'recovery key')) }
  if (repository !== undefined) return await readingBare({ folder: path.resolve(repository), ...key }, work)
  const bucket = backupBucketFrom(options)
  return await readingBare({ bucket, secret: await readSecret(options.secretFile!, 'secret half of the key'), ...key }, work)
}
