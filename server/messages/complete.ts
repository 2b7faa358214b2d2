import { findUsers } from '../accounts/find.ts'
import type { ConversationId, MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { realmSettings } from '../realm/settings.ts'
import { membersOf } from './conversations.ts'
import { wireEdit } from './edit-history.ts'
import { type Flag, type Marks, wireFlags } from './flags.ts'
import { editsOf, type FullMessage, flagsAmong, type Period, periodsOf, reactionsOf, submessagesOf } from './queries.ts'
import { topicLinker } from './rendering/link-topic.ts'
import { renderingQueueOf } from './rendering/queue.ts'
import { withUnread } from './unread/around.ts'
import { type CompleteMessage, type Recipient, type WireChoices, wireMessage } from './wire.ts'

/** Adds to messages what belongs to them, with a query for each kind of thing and none for kinds that none of them has. */
export async function complete(db: Db, messages: readonly FullMessage[]): Promise<CompleteMessage[]> {
  const idsWhere = (has: (message: FullMessage) => boolean): MessageId[] => messages.filter(has).map(({ id }) => id)
  const reacted = idsWhere(({ hasReaction }) => hasReaction === 1)
  const played = idsWhere(({ hasSubmessages }) => hasSubmessages === 1)
  const edited = idsWhere(({ editedAt, movedAt }) => editedAt !== null || movedAt !== null)
  const reactions = Map.groupBy(reacted.length > 0 ? await reactionsOf(db, reacted) : [], ({ messageId }) => messageId)
  const submessages = Map.groupBy(played.length > 0 ? await submessagesOf(db, played) : [], ({ messageId }) => messageId)
  const edits = edited.length > 0 ? await visibleEdits(db, edited) : new Map()
  const recipients = await recipientsOf(db, messages)
  const linksOf = await topicLinker(db)
  return messages.map((message) => ({
    ...message,
    reactions: reactions.get(message.id) ?? [],
    submessages: submessages.get(message.id) ?? [],
    edits: edits.get(message.id) ?? [],
    recipients: message.conversationId === null ? [] : (recipients.get(message.conversationId) ?? []),
    topicLinks: message.topic ? linksOf(message.topic) : [],
  }))
}

async function visibleEdits(db: Db, ids: readonly MessageId[]) {
  const policy = (await realmSettings(db)).message_edit_history_visibility_policy
  if (policy === 'none') return new Map<MessageId, ReturnType<typeof wireEdit>[]>()
  const rows = (await editsOf(db, ids)).filter(({ previousContent }) => policy === 'all' || previousContent === null)
  return new Map([...Map.groupBy(rows, ({ messageId }) => messageId)].map(([id, edits]) => [id, edits.map(wireEdit)]))
}

async function recipientsOf(db: Db, messages: readonly FullMessage[]): Promise<ReadonlyMap<ConversationId, Recipient[]>> {
  const ids = messages.flatMap(({ conversationId }) => conversationId ?? [])
  if (ids.length === 0) return new Map()
  const members = await membersOf(db, ids)
  const users = await findUsers(db, [...new Set([...members.values()].flat())])
  const byId = new Map(users.map(({ id, email, fullName }) => [id, { id, email, fullName }]))
  return new Map([...members].map(([id, userIds]) => [id, userIds.flatMap((userId) => byId.get(userId) ?? [])]))
}

/** What the viewer's copy of each message is marked with. Not for use in a transaction. */
async function marksOf(db: Db, viewer: Pick<Viewer, 'id'>, messages: readonly FullMessage[]): Promise<Map<MessageId, Marks>> {
  const ids = messages.map(({ id }) => id)
  const flags = Map.groupBy(await flagsAmong(db, viewer.id, ids), ({ messageId }) => messageId)
  const periods = Map.groupBy(await periodsOf(db, viewer.id), ({ channelId }) => channelId)
  const unread = await withUnread(db, viewer.id, (set) => new Set(ids.filter((id) => set.has(id))))
  return new Map(
    messages.map((message) => {
      const wasThere = message.channelId !== null && isWithin(periods.get(message.channelId) ?? [], message.id)
      const isTheirs = message.conversationId !== null || message.senderId === viewer.id || wasThere
      const marks: Marks = {
        isRead: !unread.has(message.id),
        isHistorical: !isTheirs,
        mentionsEveryone: isTheirs && message.mentionsEveryone === 1,
        flags: (flags.get(message.id) ?? []).map(({ flag }) => flag as Flag),
      }
      return [message.id, marks]
    }),
  )
}

const isWithin = (periods: readonly Period[], id: MessageId): boolean =>
  periods.some(({ fromMessageId: from, toMessageId: to }) => from <= id && (to === null || id < to))

/** Messages as one person reads them, flags and all, in the order given. */
export async function wireMessages(db: Db, viewer: Viewer, messages: readonly FullMessage[], choices: WireChoices) {
  renderingQueueOf(db)?.addOutdated(messages)
  const completed = await complete(db, messages)
  const marks = await marksOf(db, viewer, messages)
  return completed.map((message) => ({ ...wireMessage(message, choices), flags: wireFlags(marks.get(message.id)!) }))
}
