import type { ConversationId, MessageId, TopicId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Viewer } from '../api/viewer.ts'
import { findOrCreateTopic, touchTopic } from '../channels/topics.ts'
import type { Trx } from '../database/connection.ts'
import { normaliseContent } from '../markdown/content.ts'
import { type Rendered, renderVersion } from '../markdown/render.ts'
import { widgetOf } from '../markdown/widgets.ts'
import { claimAttachments } from '../uploads/files/claim.ts'
import { findOrCreateConversation, touchConversation } from './conversations.ts'
import type { Draft, Sent } from './draft.ts'
import { findEcho, rememberEcho } from './echoes.ts'
import { Flag } from './flags.ts'
import { followAsMentioned, followAsParticipant } from './follow.ts'
import { refuseMentions } from './mention-rules.ts'
import type { Place } from './place.ts'
import { addFlags, clientIdOf, insertMessage } from './queries.ts'
import { type Readers, readersOf, storedFlags } from './readers.ts'
import { renderFor } from './rendering/render.ts'
import { tellOfMessage } from './tell-of-message.ts'
import { topicParticipants } from './topic-participants.ts'
import { changeUnread } from './unread/stored.ts'
import { mayReadUpload } from './uploads.ts'
import { insertSubmessage } from './widgets/submessages.ts'

/**
 * Sends a message and tells everybody who receives it. The same echo sent twice is one message.
 * @throws ApiError where the content is empty, or calls people whom the viewer may not call
 * @see https://zulip.com/api/send-message
 */
export async function sendMessage(trx: Trx, viewer: Viewer, draft: Draft): Promise<Sent> {
  const already = draft.echo && (await findEcho(trx, viewer.id, draft.echo))
  if (already) return { id: already, links: [] }

  const content = normaliseContent(draft.content)
  const rendered = await renderFor(trx, draft.notice?.causedBy ?? viewer, content, draft.surroundings)
  const spot = await openSpot(trx, draft.place)
  const participants = async () => (spot.topicId ? topicParticipants(trx, spot.topicId) : [])
  const readers = await readersOf(trx, viewer.id, draft.place, rendered, participants)
  await refuseMentions(trx, viewer, draft.place, rendered, readers)

  const id = await store(trx, viewer, draft, { content, rendered, spot })
  await mark(trx, viewer, id, draft, readers)
  if (draft.echo) await rememberEcho(trx, viewer.id, draft.echo, id)
  await tellOfMessage(trx, viewer, id, draft, readers)
  return { id, links: rendered.linksToPreview, visibility: await follow(trx, viewer, draft, { rendered, spot, readers }) }
}

async function mark(trx: Trx, viewer: Viewer, id: MessageId, { notice, isReadBySender }: Draft, readers: Readers): Promise<void> {
  for (const [flag, holders] of storedFlags(readers)) await addFlags(trx, [...holders], flag, [id])
  if (!isReadBySender) await addFlags(trx, [viewer.id], Flag.unreadOnArrival, [id])
  if (notice?.onlyFor) await addFlags(trx, [...notice.onlyFor], Flag.unreadOnArrival, [id])
  else if (notice) await changeUnread(trx, notice.causedBy.id, (unread) => Number(unread.delete(id)))
}

interface Heard {
  readonly rendered: Rendered
  readonly spot: Spot
  readonly readers: Readers
}

async function follow(trx: Trx, viewer: Viewer, { place, notice }: Draft, { rendered, spot, readers }: Heard) {
  if (place.kind !== 'topic' || notice) return undefined
  const { standing, topic } = place
  const named = rendered.mentionedUserIds.filter((id) => id !== viewer.id && readers.mentioned.has(id))
  await followAsMentioned(trx, named, standing.channel, topic)
  return followAsParticipant(trx, viewer, standing, topic, spot.isNewTopic ? 'begins' : 'writes')
}

interface Spot {
  readonly channelId: Parameters<typeof findOrCreateTopic>[1] | null
  readonly topicId: TopicId | null
  readonly conversationId: ConversationId | null
  readonly isNewTopic: boolean
}

async function openSpot(trx: Trx, place: Place): Promise<Spot> {
  if (place.kind === 'conversation') {
    const conversationId = await findOrCreateConversation(trx, place.members)
    return { channelId: null, topicId: null, conversationId, isNewTopic: false }
  }
  const topic = await findOrCreateTopic(trx, place.standing.channel.id, place.topic)
  return { channelId: topic.channelId, topicId: topic.id, conversationId: null, isNewTopic: topic.lastMessageId === 0 }
}

interface Written {
  readonly content: string
  readonly rendered: Rendered
  readonly spot: Spot
}

async function store(trx: Trx, viewer: Viewer, draft: Draft, { content, rendered, spot }: Written): Promise<MessageId> {
  const sentAt = unixNow()
  const widget = draft.widget ?? widgetText(content)
  const { isNewTopic: _isNew, ...columns } = spot
  const id = await insertMessage(trx, {
    ...columns,
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
    isQuiet: Number(draft.notice?.onlyFor !== undefined),
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
