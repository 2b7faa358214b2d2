import type { ChannelId, MessageId, UserId } from '../../api/ids.ts'
import { findOrCreateTopic, findTopicById, setNewestMessage } from '../../channels/topics.ts'
import type { Trx } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { claimAttachments } from '../../uploads/files/claim.ts'
import { addFlags, clientIdOf, findMessages, insertEdit, insertMessage, newestInTopic } from '../queries.ts'
import { queueForIndex } from '../search/queue.ts'
import { insertSubmessage } from '../widgets/submessages.ts'
import type { ReturningMessage } from './read.ts'

export interface Return {
  /** Where they belong now. */
  readonly channelId: ChannelId
  /** Who somebody of the other database is here; undefined for strangers. */
  readonly whoIs: (id: UserId) => UserId | undefined
  /** Paths below `/user_uploads/` of what a message showed. */
  readonly uploadsOf: (id: MessageId) => readonly string[]
}

export interface Returned {
  /** Under the id that they had, or, where something else has that now, under a new one. */
  readonly back: number
  readonly renumbered: number
  readonly alreadyHere: number
  readonly byStrangers: number
}

/**
 * Puts messages back where they were, with their reactions and the history of their edits. What is here already stays as it is, so
 * doing it twice changes nothing. Nobody hears of it: Zulip's protocol has no event for words from the past, so whoever calls lets
 * clients register anew.
 */
export async function bringBackMessages(trx: Trx, returning: readonly ReturningMessage[], where: Return): Promise<Returned> {
  const was = returning.map(({ message }) => message)
  const formerIds = was.map(({ id }) => id)
  const holders = new Map((await findMessages(trx, formerIds)).map((one) => [one.id, one]))
  const isSaid = await saidAt(trx, where.channelId, was)
  const count = { back: 0, renumbered: 0, alreadyHere: 0, byStrangers: 0 }
  const ids: MessageId[] = []
  for (const one of returning) {
    const { id, senderId: formerSender, sentAt, content } = one.message
    const senderId = where.whoIs(formerSender)
    if (senderId === undefined) {
      count.byStrangers++
      continue
    }
    const holder = holders.get(id)
    if (holder && (isSame(holder, senderId, sentAt) || isSaid({ senderId, sentAt, content }))) {
      count.alreadyHere++
      continue
    }
    if (holder) count.renumbered++
    count.back++
    ids.push(await bringBack(trx, one, senderId, holder === undefined, where))
  }
  await queueForIndex(trx, ids)
  return count
}

const isSame = (holder: Pick<Words, 'senderId' | 'sentAt'>, senderId: UserId, sentAt: number): boolean =>
  holder.senderId === senderId && holder.sentAt === sentAt

interface Words {
  readonly senderId: UserId
  readonly sentAt: number
  readonly content: string
}

/** What was said in the channel at these moments, whatever its id: it may have come back before, under another one. */
async function saidAt(trx: Trx, channelId: ChannelId, moments: readonly { readonly sentAt: number }[]) {
  const times = moments.map(({ sentAt }) => sentAt)
  const rows = await trx
    .selectFrom('messages')
    .select(['senderId', 'sentAt', 'content'])
    .where('channelId', '=', channelId)
    .where('sentAt', 'in', idList(times)) // all at once: each look goes through the whole channel
    .execute()
  const keyOf = ({ senderId, sentAt, content }: Words): string => `${senderId} ${sentAt} ${content}`
  const known = new Set(rows.map(keyOf))
  return (words: Words): boolean => known.has(keyOf(words))
}

async function bringBack(
  trx: Trx,
  one: ReturningMessage,
  senderId: UserId,
  mayKeepId: boolean,
  where: Return,
): Promise<MessageId> {
  const { senderName, senderEmail, senderAvatarVersion, channelName, topic, client, id: formerId, ...row } = one.message
  const { id: topicId } = await findOrCreateTopic(trx, where.channelId, topic!)
  const clientId = await clientIdOf(trx, client)
  const id = await insertMessage(trx, {
    ...row,
    ...(mayKeepId && { id: formerId }),
    senderId,
    channelId: where.channelId,
    topicId,
    clientId,
  })
  await bringBackWhatHangsOn(trx, id, one, where)
  const message = { id, senderId, sentAt: row.sentAt }
  await claimAttachments(trx, message, where.uploadsOf(formerId), async () => true) // it showed them before
  const newest = (await findTopicById(trx, topicId))!.lastMessageId
  if (id > newest) await setNewestMessage(trx, topicId, await newestInTopic(trx, topicId))
  return id
}

async function bringBackWhatHangsOn(
  trx: Trx,
  messageId: MessageId,
  { edits, reactions, submessages, flags }: ReturningMessage,
  { whoIs }: Return,
): Promise<void> {
  for (const { id: _, editorId, ...edit } of edits) {
    await insertEdit(trx, { ...edit, messageId, editorId: editorId === null ? null : (whoIs(editorId) ?? null) })
  }
  for (const reaction of reactions) {
    const userId = whoIs(reaction.userId)
    if (userId !== undefined)
      await trx
        .insertInto('reactions')
        .values({ ...reaction, messageId, userId })
        .execute()
  }
  for (const { id: _, senderId, ...rest } of submessages) {
    const userId = whoIs(senderId)
    if (userId !== undefined) await insertSubmessage(trx, { ...rest, messageId, senderId: userId })
  }
  for (const { userId, flag } of flags) {
    const holder = whoIs(userId)
    if (holder !== undefined) await addFlags(trx, [holder], flag, [messageId])
  }
}
