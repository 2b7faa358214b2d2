import { S3ServiceException } from '@aws-sdk/client-s3'
import { isErrno } from '../config/problem.ts'
import type { BucketSettings } from '../config/storage-settings.ts'
import { explain } from '../uploads/stores/s3/explain.ts'
import { BackupRefused } from './refused.ts'

const gone = ['ENOENT', 'ENOTDIR', 'EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'EHOSTDOWN', 'ENOTCONN', 'ETIMEDOUT'] as const

/** Why a place for backups did not do as it was told, in words for the owner; what is our own fault stays as it is. */
export function explained(error: unknown, where: string, bucket?: BucketSettings): unknown {
  if (error instanceof BackupRefused) return error
  if (bucket && isOfStore(error)) {
    const { cause, nextStep } = explain(error, bucket)
    return unusable(cause, nextStep, error)
  }
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) {
    return new BackupRefused(
      'DISK_FULL',
      `There is no space left for the backup (${where}). Nothing that was there before is lost.`,
      'Free some space, keep fewer snapshots, or choose another place.',
      { cause: error },
    )
  }
  if (isErrno(error, 'EACCES', 'EPERM', 'EROFS')) {
    return unusable(
      `Landline may not write to ${where}.`,
      'Give your user the right to write there, or choose another place.',
      error,
    )
  }
  if (isErrno(error, ...gone))
    return unusable(`${where} is not there (any more).`, 'Plug it in or connect it, then try again.', error)
  return error
}

/** Refused by the provider, or not reached: not a mistake of ours. */
const isOfStore = (error: unknown): boolean =>
  error instanceof S3ServiceException ||
  (error instanceof Error &&
    ('$metadata' in error || 'code' in error || ['TimeoutError', 'StoreMisbehaves'].includes(error.name)))

const unusable = (message: string, nextStep: string, cause: unknown): BackupRefused =>
  new BackupRefused('DESTINATION_UNUSABLE', message, nextStep, { cause })
