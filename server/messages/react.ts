import { ApiError, badRequest } from '../api/error.ts'
import type { MessageId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { statusEmoji } from '../presence/status-emoji.ts'
import { emit } from '../realtime/emit.ts'
import { getVisible } from './access.ts'
import { readersNow } from './audience.ts'
import { reactionChanged } from './events.ts'
import { followAsParticipant } from './follow.ts'
import { type Reaction, reactionsOf, updateMessages } from './queries.ts'

/** An emoji as a client names it: a name alone, or with its code and kind. */
export interface AskedEmoji {
  readonly name: string | undefined
  readonly code: string | undefined
  readonly type: string | undefined
}

/** @throws ApiError REACTION_ALREADY_EXISTS, or where there is no such emoji. @see https://zulip.com/api/add-reaction */
export async function addReaction(trx: Trx, viewer: Viewer, messageId: MessageId, asked: AskedEmoji): Promise<void> {
  const { message, standing } = await getVisible(trx, viewer, messageId)
  const emoji = (await existing(trx, messageId, asked)) ?? (await statusEmoji(trx, asked))
  if (!emoji?.emojiCode) throw badRequest(`Emoji '${asked.name ?? ''}' does not exist`)
  const reaction = { messageId, userId: viewer.id, ...emoji }
  const known = await reactionsOf(trx, [messageId])
  if (known.some((one) => one.userId === viewer.id && isSame(one, emoji))) {
    throw new ApiError('REACTION_ALREADY_EXISTS', 'Reaction already exists.')
  }
  await trx
    .insertInto('reactions')
    .values({ ...reaction, reactedAt: unixNow() })
    .execute()
  if (known.length === 0) await updateMessages(trx, [messageId], { hasReaction: 1 })
  emit(trx, reactionChanged('add', reaction), await readersNow(trx, message, [messageId]))
  if (standing) await followAsParticipant(trx, viewer, standing, message.topic!, 'takesPart')
}

/** @throws ApiError REACTION_DOES_NOT_EXIST. @see https://zulip.com/api/remove-reaction */
export async function removeReaction(trx: Trx, viewer: Viewer, messageId: MessageId, asked: AskedEmoji): Promise<void> {
  const { message } = await getVisible(trx, viewer, messageId)
  const known = await reactionsOf(trx, [messageId])
  const own = known.find((one) => one.userId === viewer.id && isAsked(one, asked))
  if (!own) throw new ApiError('REACTION_DOES_NOT_EXIST', "Reaction doesn't exist.")
  await trx
    .deleteFrom('reactions')
    .where('messageId', '=', messageId)
    .where('userId', '=', viewer.id)
    .where('reactionType', '=', own.reactionType)
    .where('emojiCode', '=', own.emojiCode)
    .execute()
  if (known.length === 1) await updateMessages(trx, [messageId], { hasReaction: 0 })
  const { reactedAt: _when, ...reaction } = own
  emit(trx, reactionChanged('remove', reaction), await readersNow(trx, message, [messageId]))
}

type Emoji = Pick<Reaction, 'emojiName' | 'emojiCode' | 'reactionType'>

const isSame = (a: Emoji, b: Emoji): boolean => a.emojiCode === b.emojiCode && a.reactionType === b.reactionType

const isAsked = (one: Emoji, { name, code, type }: AskedEmoji): boolean =>
  (code === undefined ? one.emojiName === name : one.emojiCode === code) && (type === undefined || one.reactionType === type)

/** Others' reactions may be joined under the name they have, though the emoji was renamed or removed since. */
async function existing(trx: Trx, messageId: MessageId, asked: AskedEmoji): Promise<Emoji | undefined> {
  if (asked.code === undefined) return undefined
  const found = (await reactionsOf(trx, [messageId])).find((one) => isAsked(one, asked))
  return found && { emojiName: found.emojiName, emojiCode: found.emojiCode, reactionType: found.reactionType }
}
