import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import { emit } from '../realtime/emit.ts'
import { findVisible } from './access.ts'
import { membersOf } from './conversations.ts'
import { messageNotFound } from './errors.ts'
import { flagsAdded, flagsRemoved } from './events.ts'
import { editableFlags, Flag, flagNotEditable } from './flags.ts'
import { addFlag, type FullMessage, findMessages, flagsAmong, receivedAmong } from './queries.ts'
import { changeUnread, unreadAmong } from './unread/stored.ts'

export type FlagOp = 'add' | 'remove'

/**
 * Marks messages for their reader alone.
 * @returns the messages whose mark changed
 * @throws ApiError where a message is out of sight, or the flag is not one that people set
 * @see https://zulip.com/api/update-message-flags
 */
export async function changeFlag(
  trx: Trx,
  viewer: Viewer,
  ids: readonly MessageId[],
  op: FlagOp,
  flag: string,
): Promise<MessageId[]> {
  if (flag === 'read') return op === 'add' ? markRead(trx, viewer, ids) : markUnread(trx, viewer, ids)
  const stored = editableFlags[flag as keyof typeof editableFlags]
  if (stored === undefined) throw flagNotEditable(flag)
  await refuseUnseen(trx, viewer, ids)
  const marked = new Set(
    (await flagsAmong(trx, viewer.id, ids)).filter((row) => row.flag === stored).map(({ messageId }) => messageId),
  )
  const changed = ids.filter((id) => marked.has(id) === (op === 'remove'))
  if (changed.length === 0) return []
  if (op === 'add') for (const id of changed) await addFlag(trx, [viewer.id], stored, id)
  else await unmark(trx, viewer.id, changed, stored)
  emit(trx, op === 'add' ? flagsAdded(flag, changed) : flagsRemoved(flag, changed), [viewer.id])
  return changed
}

async function refuseUnseen(trx: Trx, viewer: Viewer, ids: readonly MessageId[]): Promise<void> {
  for (const id of ids) if (!(await findVisible(trx, viewer, id))) throw messageNotFound()
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

async function markUnread(trx: Trx, viewer: Viewer, ids: readonly MessageId[]): Promise<MessageId[]> {
  const messages = await findMessages(trx, ids)
  const received = await receivedAmong(trx, viewer.id, ids)
  const unread = await unreadAmong(
    trx,
    viewer.id,
    [...ids].sort((a, b) => a - b),
  )
  const theirs: FullMessage[] = []
  for (const message of messages) {
    if (unread.has(message.id) || !(await findVisible(trx, viewer, message.id))) continue
    if (message.conversationId !== null || received.has(message.id)) theirs.push(message)
  }
  const changed = theirs.map(({ id }) => id)
  if (changed.length === 0) return []
  await changeUnread(trx, viewer.id, (set) => {
    set.addMany(changed)
    return changed.length
  })
  emit(trx, flagsRemoved('read', changed, await detailsOf(trx, viewer, theirs)), [viewer.id])
  return changed
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
