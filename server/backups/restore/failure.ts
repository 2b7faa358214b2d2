import { isErrno } from '../../config/problem.ts'
import { BackupRefused } from '../refused.ts'
import { ChunkDamaged, FileDamaged } from '../repository/damage.ts'

export const unusable = (target: string, cause: unknown): BackupRefused =>
  new BackupRefused(
    'TARGET_UNUSABLE',
    `${target} cannot be written: ${(cause as Error).message}.`,
    'Name another folder. The folder above it must be writable too, because everything is prepared beside it.',
    { cause },
  )

/** Why a snapshot could not be written to `target`, in words for the owner; what is our own fault stays as it is. */
export function asRefused(error: unknown, snapshot: string, target: string): unknown {
  if (error instanceof ChunkDamaged || error instanceof FileDamaged) {
    return new BackupRefused(
      'SNAPSHOT_DAMAGED',
      `Snapshot ${snapshot} is damaged, so nothing was restored: ${error.message}.`,
      'Choose an earlier one, or another copy of these backups. A check of all of them says which are whole.',
      { cause: error },
    )
  }
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) {
    return new BackupRefused(
      'DISK_FULL',
      `There is not enough room for ${target}. Nothing was restored.`,
      'Free some space there, or name a folder elsewhere.',
      { cause: error },
    )
  }
  if (isErrno(error, 'EACCES', 'EPERM', 'EROFS', 'EXDEV', 'EBUSY', 'ENOTEMPTY', 'EEXIST')) return unusable(target, error)
  return error
}
