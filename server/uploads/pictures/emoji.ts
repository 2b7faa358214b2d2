import { activeUsers } from '../../accounts/find.ts'
import { ApiError, badRequest } from '../../api/error.ts'
import type { UploadPart } from '../../api/route.ts'
import { isAtLeast, Role, type Viewer } from '../../api/viewer.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { addEmoji, checkEmojiName, deactivateEmoji, emojiNotFound, findActiveEmoji } from '../../realm/custom-emoji.ts'
import { wireRealmEmoji } from '../../realm/emoji.ts'
import { groupIdsOf, isAmong } from '../../realm/membership.ts'
import { type GroupSetting, realmSettings } from '../../realm/settings.ts'
import { emit } from '../../realtime/emit.ts'
import { FileClass } from '../file-class.ts'
import type { InTransaction } from '../files/receive.ts'
import { drawAnimatedSquare, drawSquare } from '../images/draw.ts'
import { type ImageFacts, mostAnimatedPixels } from '../images/inspect.ts'
import { keyOf, newKey } from '../keys.ts'
import { uploadLimits } from '../limits.ts'
import type { Uploads } from '../uploads.ts'
import { type Drawing, receivePicture } from './receive.ts'

const size = 64

/**
 * Adds a custom emoji, with a still frame where it moves; everyone hears of it.
 * @throws ApiError when the viewer may not, the name is taken or cannot be one, or the file is no picture
 * @see https://zulip.com/api/upload-custom-emoji
 */
export async function receiveEmoji(
  uploads: Uploads,
  db: Db,
  inTransaction: InTransaction,
  viewer: Viewer,
  asked: string,
  part: UploadPart,
): Promise<void> {
  const name = checkEmojiName(asked)
  if (!(await mayAddEmoji(db, viewer))) throw badRequest('Insufficient permission')
  await receivePicture(
    uploads,
    inTransaction,
    { part, limitMib: uploadLimits.max_emoji_file_size_mib },
    drawEmoji,
    async (trx, [blobKey, stillKey = null]) => {
      await addEmoji(trx, { name, authorId: viewer.id, blobKey: blobKey!, stillKey })
      await tellEveryone(trx)
    },
  )
}

async function drawEmoji(file: string, image: ImageFacts): Promise<Drawing[]> {
  const still = await drawSquare(file, size)
  const png = { contentType: 'image/png', bytes: still }
  const format = image.contentType === 'image/webp' ? 'webp' : 'gif'
  if (image.frames === 1) return [{ ...png, class: FileClass.emoji, key: newKey(FileClass.emoji, '.png') }]
  if (image.width * image.height * image.frames > mostAnimatedPixels) throw badRequest('Image size exceeds limit.')
  const key = newKey(FileClass.emoji, `.${format}`)
  const stillKey = keyOf(FileClass.emojiStill, randomOf(key), '-still.png')!
  const moving = await drawAnimatedSquare(file, size, format)
  return [
    { class: FileClass.emoji, key, contentType: `image/${format}`, bytes: moving },
    { ...png, class: FileClass.emojiStill, key: stillKey },
  ]
}

const randomOf = (key: string): string => /([0-9a-f]{32})\.\w+$/.exec(key)![1]!

/** @throws ApiError when there is none of this name, or it is neither the viewer's nor theirs to administer */
export async function removeEmoji(trx: Trx, viewer: Viewer, name: string): Promise<void> {
  const emoji = await findActiveEmoji(trx, name)
  if (!emoji) throw emojiNotFound(name)
  const isOwn = emoji.authorId === viewer.id && (await mayAddEmoji(trx, viewer))
  if (!isOwn && !isAtLeast(viewer, Role.admin)) {
    throw new ApiError('UNAUTHORIZED_PRINCIPAL', 'Must be an organization administrator or emoji author')
  }
  await deactivateEmoji(trx, emoji.id)
  await tellEveryone(trx)
}

async function mayAddEmoji(db: Db, viewer: Viewer): Promise<boolean> {
  const { can_add_custom_emoji_group } = await realmSettings(db)
  return isAmong(can_add_custom_emoji_group as GroupSetting, viewer.id, await groupIdsOf(db, viewer.id))
}

async function tellEveryone(trx: Trx): Promise<void> {
  const everyone = (await activeUsers(trx)).map(({ id }) => id)
  emit(trx, { type: 'realm_emoji', op: 'update', realm_emoji: await wireRealmEmoji(trx) }, everyone)
}
