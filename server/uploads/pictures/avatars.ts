import { changeAvatar, checkMayChangeAvatar } from '../../accounts/avatar.ts'
import { findUser, type User } from '../../accounts/find.ts'
import type { UploadPart } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { discardBlobs } from '../blob-queries.ts'
import { FileClass } from '../file-class.ts'
import type { InTransaction } from '../files/receive.ts'
import { drawSquare } from '../images/draw.ts'
import { newKey } from '../keys.ts'
import { uploadLimits } from '../limits.ts'
import type { Uploads } from '../uploads.ts'
import { type Drawing, receivePicture } from './receive.ts'

export const avatarSize = { small: 100, medium: 500 } as const

/** The larger one lies beside the smaller, as their addresses do. */
export const mediumKey = (key: string): string => key.replace(/\.png$/, '-medium.png')

const square = async (file: string, key: string, size: number): Promise<Drawing> => ({
  key,
  class: FileClass.avatar,
  contentType: 'image/png',
  bytes: await drawSquare(file, size),
})

/**
 * Makes a picture that somebody sends their avatar.
 * @throws ApiError when it is no picture, too large, or the organization does not let them
 */
export async function receiveAvatar(
  uploads: Uploads,
  inTransaction: InTransaction,
  viewer: Viewer,
  part: UploadPart,
): Promise<User> {
  const draw = async (file: string): Promise<readonly Drawing[]> => {
    const key = newKey(FileClass.avatar, '.png')
    return [await square(file, key, avatarSize.small), await square(file, mediumKey(key), avatarSize.medium)]
  }
  return await receivePicture(
    uploads,
    inTransaction,
    { part, limitMib: uploadLimits.max_avatar_file_size_mib },
    draw,
    (trx, [key]) => replaceAvatar(trx, viewer, key!, uploads.now()),
  )
}

/** Gives the viewer the avatar of this key, or with null the drawn one; the one before is removed. */
export async function replaceAvatar(trx: Trx, viewer: Viewer, key: string | null, now: number): Promise<User> {
  await checkMayChangeAvatar(trx, viewer)
  const user = (await findUser(trx, viewer.id))!
  if (user.avatarKey) await discardBlobs(trx, [user.avatarKey, mediumKey(user.avatarKey)], now)
  return await changeAvatar(trx, user, key)
}
