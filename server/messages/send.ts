import type { ConversationId, MessageId, TopicId, UserId } from '../api/ids.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import { findOrCreateTopic, touchTopic } from '../channels/topics.ts'
import type { Trx } from '../database/connection.ts'
import { normaliseContent } from '../markdown/content.ts'
import { type Rendered, renderVersion } from '../markdown/render.ts'
import { widgetOf } from '../markdown/widgets.ts'
import { groupIdsOf, isAmong } from '../realm/membership.ts'
import { realmSettings } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import { claimAttachments } from '../uploads/files/claim.ts'
import { complete } from './complete.ts'
import { findOrCreateConversation, touchConversation } from './conversations.ts'
import { type Echo, echoOf, findEcho, rememberEcho } from './echoes.ts'
import { channelWildcardNotAllowed, topicWildcardNotAllowed } from './errors.ts'
import { messageSent } from './events.ts'
import { Flag, wireFlags } from './flags.ts'
import type { Place } from './place.ts'
import { addFlag, clientIdOf, findMessage, insertMessage } from './queries.ts'
import { flagsOf, type Readers, readersOf, special, storedFlags } from './readers.ts'
import { renderFor } from './render.ts'
import { insertSubmessage } from './submessages.ts'
import { topicParticipants } from './topic-participants.ts'
import { mayReadUpload } from './uploads.ts'

export interface Draft {
  readonly place: Place
  readonly content: string
  /** The program it was written with. */
  readonly client: string
  /** Origin under which the sender reaches us: links to it become relative. */
  readonly realmUrl: string
  /** What their client calls it until it has an id. */
  readonly echo?: Echo
  /** False for what a program sends in somebody's name without their having read it. */
  readonly isReadBySender: boolean
  /** A widget's first submessage, from a bot. */
  readonly widget?: string
}

/**
 * Sends a message and tells everybody who receives it. The same echo sent twice is one message.
 * @throws ApiError where the content is empty or a mention of everybody is not allowed
 * @see https://zulip.com/api/send-message
 */
export async function sendMessage(trx: Trx, viewer: Viewer, draft: Draft): Promise<MessageId> {
  const already = draft.echo && (await findEcho(trx, viewer.id, draft.echo))
  if (already) return already

  const content = normaliseContent(draft.content)
  const rendered = await renderFor(trx, viewer, content, draft.realmUrl)
  const spot = await openSpot(trx, draft.place)
  const participants = async () => (spot.topicId ? topicParticipants(trx, spot.topicId) : [])
  const readers = await readersOf(trx, viewer.id, draft.place, rendered, participants)
  await refuseCrowdMentions(trx, viewer, draft.place, rendered, readers)

  const id = await store(trx, viewer, draft, { content, rendered, spot })
  for (const [flag, holders] of storedFlags(readers)) await addFlag(trx, [...holders], flag, id)
  if (!draft.isReadBySender) await addFlag(trx, [viewer.id], Flag.unreadBySender, id)
  if (draft.echo) await rememberEcho(trx, viewer.id, draft.echo, id)
  await tell(trx, viewer, id, draft, readers)
  return id
}

interface Spot {
  readonly channelId: Parameters<typeof findOrCreateTopic>[1] | null
  readonly topicId: TopicId | null
  readonly conversationId: ConversationId | null
}

async function openSpot(trx: Trx, place: Place): Promise<Spot> {
  if (place.kind === 'conversation') {
    return { channelId: null, topicId: null, conversationId: await findOrCreateConversation(trx, place.members) }
  }
  const topic = await findOrCreateTopic(trx, place.standing.channel.id, place.topic)
  return { channelId: topic.channelId, topicId: topic.id, conversationId: null }
}

interface Written {
  readonly content: string
  readonly rendered: Rendered
  readonly spot: Spot
}

async function store(trx: Trx, viewer: Viewer, draft: Draft, { content, rendered, spot }: Written): Promise<MessageId> {
  const sentAt = Math.floor(Date.now() / 1000)
  const widget = draft.widget ?? widgetText(content)
  const id = await insertMessage(trx, {
    ...spot,
    senderId: viewer.id,
    content,
    rendered: rendered.html,
    renderVersion,
    sentAt,
    clientId: await clientIdOf(trx, draft.client),
    isMe: Number(rendered.isMe),
    hasLink: Number(rendered.hasLink),
    hasImage: Number(rendered.hasImage),
    hasSubmessages: Number(widget !== undefined),
    mentionsEveryone: Number(rendered.mentionsChannel),
    editedAt: null,
    movedAt: null,
  })
  if (spot.topicId !== null) await touchTopic(trx, spot.topicId, id)
  if (spot.conversationId !== null) await touchConversation(trx, spot.conversationId, id)
  if (widget !== undefined) await insertSubmessage(trx, { messageId: id, senderId: viewer.id, type: 'widget', content: widget })
  if (rendered.attachments.length > 0) await claim(trx, viewer, id, sentAt, rendered.attachments)
  return id
}

function widgetText(content: string): string | undefined {
  const widget = widgetOf(content)
  return widget && JSON.stringify(widget)
}

async function claim(trx: Trx, viewer: Viewer, id: MessageId, sentAt: number, paths: readonly string[]): Promise<void> {
  const count = await claimAttachments(trx, { id, senderId: viewer.id, sentAt }, paths, (upload) =>
    mayReadUpload(trx, viewer, upload),
  )
  if (count > 0) await trx.updateTable('messages').set({ hasAttachment: 1 }).where('id', '=', id).execute()
}

/** So many may be called by anybody; more only by those whom the organization lets. */
const smallCrowd = 15

async function refuseCrowdMentions(trx: Trx, viewer: Viewer, place: Place, rendered: Rendered, readers: Readers): Promise<void> {
  if (place.kind !== 'topic' || (!rendered.mentionsChannel && !rendered.mentionsTopic)) return
  const called = rendered.mentionsChannel ? readers.all.length : readers.topicMentioned.size
  if (called <= smallCrowd || isAtLeast(viewer, Role.admin)) return
  const settings = await realmSettings(trx)
  if (isAmong(settings.can_mention_many_users_group, viewer.id, await groupIdsOf(trx, viewer.id))) return
  throw rendered.mentionsChannel ? channelWildcardNotAllowed() : topicWildcardNotAllowed()
}

/** Most readers' copies are alike and share one event; those of the others are told apart. */
async function tell(trx: Trx, viewer: Viewer, id: MessageId, draft: Draft, readers: Readers): Promise<void> {
  const [message] = await complete(trx, [(await findMessage(trx, id))!])
  const mentionsEveryone = message!.mentionsEveryone === 1
  const others = special(readers, viewer.id)
  const alike = others.size === 0 ? readers.all : readers.all.filter((userId) => !others.has(userId))
  const isPublic = draft.place.kind === 'topic' && draft.place.standing.channel.isPrivate === 0
  const flags = (isRead: boolean, userId?: UserId) =>
    wireFlags({ isRead, isHistorical: false, mentionsEveryone, flags: userId === undefined ? [] : flagsOf(readers, userId) })
  emit(trx, messageSent(message!, flags(false)), alike, { isPublic, exceptUserIds: others })
  for (const userId of others) {
    if (userId !== viewer.id && !readers.all.includes(userId)) continue
    const isRead = userId === viewer.id ? draft.isReadBySender : readers.muters.has(userId)
    const options = userId === viewer.id && draft.echo ? { echo: echoOf(draft.echo) } : {}
    emit(trx, messageSent(message!, flags(isRead, userId)), [userId], options)
  }
}
