import { badRequest } from '../api/error.ts'
import type { Viewer } from '../api/viewer.ts'
import { isAtLeast, Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { realmSettings } from '../realm/settings.ts'
import { showNewAvatar } from './profile.ts'
import { type User, updateUser } from './queries.ts'

/** @throws ApiError where the organization lets only administrators change pictures */
export async function checkMayChangeAvatar(trx: Trx, viewer: Viewer): Promise<void> {
  const { avatar_changes_disabled } = await realmSettings(trx)
  if (avatar_changes_disabled && !isAtLeast(viewer, Role.admin)) {
    throw badRequest('Avatar changes are disabled in this organization.')
  }
}

/**
 * Gives somebody an uploaded picture, by its blob, or with null the one that we draw; everyone hears of it.
 * @returns the user as they are now
 */
export async function changeAvatar(trx: Trx, user: User, avatarKey: string | null): Promise<User> {
  const changed = { ...user, avatarKey }
  await updateUser(trx, user.id, { avatarKey })
  await showNewAvatar(trx, changed)
  return { ...changed, avatarVersion: user.avatarVersion + 1 }
}
