import type { ChannelId, MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import { emit } from '../realtime/emit.ts'
import { membersOf } from './conversations.ts'
import { messageNotFound } from './errors.ts'
import { flagsAdded, flagsRemoved } from './events.ts'
import { editableFlags, Flag, flagNotEditable } from './flags.ts'
import { addFlags, type FullMessage, findMessages, flagsAmong, receivedAmong } from './queries.ts'
import { changeUnread, unreadAmong } from './unread/stored.ts'
import { readableChannels } from './visibility.ts'
import { visibleAmong } from './visible-among.ts'

export type FlagOp = 'add' | 'remove'

export interface Marked {
  /** The messages whose mark changed. */
  readonly changed: readonly MessageId[]
  /** Channels of messages that stay read, because the viewer is not a subscriber there. */
  readonly elsewhere: readonly ChannelId[]
}

/**
 * Marks messages for their reader alone.
 * @throws ApiError where a message is out of sight, or the flag is not one that people set
 * @see https://zulip.com/api/update-message-flags
 */
export async function changeFlag(
  trx: Trx,
  viewer: Viewer,
  given: readonly MessageId[],
  op: FlagOp,
  flag: string,
): Promise<Marked> {
  const ids = [...new Set(given)]
  if (flag === 'read')
    return op === 'add' ? { changed: await markRead(trx, viewer, ids), elsewhere: [] } : markUnread(trx, viewer, ids)
  const stored = editableFlags.get(flag)
  if (stored === undefined) throw flagNotEditable(flag)
  await refuseUnseen(trx, viewer, ids)
  const marked = new Set(
    (await flagsAmong(trx, viewer.id, ids)).filter((row) => row.flag === stored).map(({ messageId }) => messageId),
  )
  const changed = ids.filter((id) => marked.has(id) === (op === 'remove'))
  if (changed.length === 0) return { changed, elsewhere: [] }
  if (op === 'add') await addFlags(trx, [viewer.id], stored, changed)
  else await unmark(trx, viewer.id, changed, stored)
  emit(trx, op === 'add' ? flagsAdded(flag, changed) : flagsRemoved(flag, changed), [viewer.id])
  return { changed, elsewhere: [] }
}

async function refuseUnseen(trx: Trx, viewer: Viewer, ids: readonly MessageId[]): Promise<void> {
  if ((await visibleAmong(trx, viewer, ids)).length < new Set(ids).size) throw messageNotFound()
}

async function unmark(trx: Trx, userId: UserId, ids: readonly MessageId[], flag: Flag): Promise<void> {
  await trx
    .deleteFrom('messageFlags')
    .where('userId', '=', userId)
    .where('flag', '=', flag)
    .where('messageId', 'in', idList(ids))
    .execute()
}

/** Ids that are not among the viewer's unread are passed over: they may have been deleted, or read elsewhere. */
export async function markRead(
  trx: Trx,
  viewer: Pick<Viewer, 'id'>,
  ids: readonly MessageId[],
  all = false,
): Promise<MessageId[]> {
  const unread = await unreadAmong(
    trx,
    viewer.id,
    [...ids].sort((a, b) => a - b),
  )
  const changed = ids.filter((id) => unread.has(id))
  if (changed.length > 0) {
    await changeUnread(trx, viewer.id, (set) => {
      set.removeMany(changed)
      return changed.length
    })
    emit(trx, flagsAdded('read', changed, all), [viewer.id])
  }
  return changed
}

/** Only what reached them, where they are still subscribers: else nothing would ever show it to them as unread. */
async function markUnread(trx: Trx, viewer: Viewer, ids: readonly MessageId[]): Promise<Marked> {
  const messages = await findMessages(trx, await visibleAmong(trx, viewer, ids))
  const received = await receivedAmong(trx, viewer.id, ids)
  const { subscribed } = await readableChannels(trx, viewer)
  const isElsewhere = ({ channelId }: FullMessage): boolean => channelId !== null && !subscribed.includes(channelId)
  const unread = await unreadAmong(
    trx,
    viewer.id,
    [...ids].sort((a, b) => a - b),
  )
  const theirs = messages.filter(
    (message) =>
      !unread.has(message.id) && !isElsewhere(message) && (message.conversationId !== null || received.has(message.id)),
  )
  const elsewhere = [...new Set(messages.filter(isElsewhere).map(({ channelId }) => channelId!))]
  const changed = theirs.map(({ id }) => id)
  if (changed.length === 0) return { changed, elsewhere }
  await changeUnread(trx, viewer.id, (set) => {
    set.addMany(changed)
    return changed.length
  })
  emit(trx, flagsRemoved('read', changed, await detailsOf(trx, viewer, theirs)), [viewer.id])
  return { changed, elsewhere }
}

/** Where each message is, so that a client can count it without having loaded it. */
async function detailsOf(trx: Trx, viewer: Pick<Viewer, 'id'>, messages: readonly FullMessage[]) {
  const members = await membersOf(
    trx,
    messages.flatMap(({ conversationId }) => conversationId ?? []),
  )
  const ids = messages.map(({ id }) => id)
  const mentioned = new Set(
    (await flagsAmong(trx, viewer.id, ids))
      .filter(({ flag }) => flag === Flag.mentioned || flag === Flag.topicMentioned)
      .map(({ messageId }) => messageId),
  )
  return Object.fromEntries(
    messages.map((message) => {
      const isMentioned = mentioned.has(message.id) || message.mentionsEveryone === 1
      const place =
        message.conversationId === null
          ? { type: 'stream', stream_id: message.channelId, topic: message.topic }
          : { type: 'private', user_ids: (members.get(message.conversationId) ?? []).filter((id) => id !== viewer.id) }
      return [String(message.id), { ...place, ...(isMentioned ? { mentioned: true } : {}) }]
    }),
  )
}
