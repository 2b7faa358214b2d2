import { createHash } from 'node:crypto'
import { ApiError } from '../api/error.ts'
import type { MessageId, UserId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { normaliseContent } from '../markdown/content.ts'
import { type Rendered, renderVersion } from '../markdown/render.ts'
import { realmSettings } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import { claimAttachments } from '../uploads/files/claim.ts'
import { type DetachedUpload, detachedUploads, uploadsShownIn } from '../uploads/files/uses.ts'
import { getVisible, mayEditContent, type SeenMessage } from './access.ts'
import { readersNow } from './audience.ts'
import { membersOf } from './conversations.ts'
import { editingOff, editTimeOver, mayNotEdit, widgetsNotEditable } from './errors.ts'
import { type MoveToTell, messageUpdated, type Update } from './events.ts'
import { Flag, wireFlags } from './flags.ts'
import { refuseMentions } from './mention-rules.ts'
import type { Place } from './place.ts'
import { addFlags, flagHolders, insertEdit, removeFlags, updateMessages } from './queries.ts'
import { flagsOf, type Readers, readersOf, storedFlags } from './readers.ts'
import { renderFor } from './rendering/render.ts'
import type { Surroundings } from './rendering/surroundings.ts'
import { queueForIndex } from './search/queue.ts'
import { topicParticipants } from './topic-participants.ts'
import { unreadAmongAll } from './unread/among-all.ts'
import { mayReadUpload } from './uploads.ts'

export interface ContentEdit {
  readonly content: string
  /** What the client believes to change, to notice when two people's edits cross. */
  readonly expectedSha256?: string
  readonly surroundings: Surroundings
  /** What the same request has moved, to be told in one event with the edit. */
  readonly moved?: MoveToTell
}

/** What an edit leaves behind. */
export interface Edited {
  /** Uploads of the viewer's that no message shows any more. */
  readonly detached: readonly DetachedUpload[]
  /** Links whose websites may say what they are. */
  readonly links: readonly string[]
}

/**
 * Changes what a message says, keeps what it said before, and tells everybody who may read it.
 * @throws ApiError where the viewer may not, the time for it has passed, or somebody else was faster
 * @see https://zulip.com/api/update-message
 */
export async function editContent(trx: Trx, viewer: Viewer, id: MessageId, edit: ContentEdit): Promise<Edited> {
  const seen = await getVisible(trx, viewer, id)
  const { message } = seen
  await refuseEdit(trx, viewer, seen)
  if (edit.expectedSha256 !== undefined && sha256(message.content) !== edit.expectedSha256) {
    throw new ApiError('EXPECTATION_MISMATCH', "'prev_content_sha256' value does not match the expected value.")
  }
  const content = edit.content.trim() === '' ? '(deleted)' : normaliseContent(edit.content)
  if (content === message.content) {
    if (edit.moved) emit(trx, messageUpdated(edit.moved.update, []), edit.moved.userIds)
    return { detached: [], links: [] }
  }

  const rendered = await renderFor(trx, viewer, content, edit.surroundings)
  const place = await placeOf(trx, seen)
  const editedAt = unixNow()
  const readers = await readersOf(trx, message.senderId, place, rendered, () =>
    message.topicId === null ? Promise.resolve([]) : topicParticipants(trx, message.topicId),
  )
  const mentionsChannel = rendered.mentionsChannel && message.mentionsEveryone === 0
  await refuseMentions(trx, viewer, place, { ...rendered, mentionsChannel }, readers)
  const detached = await storeEdit(trx, viewer, seen, { content, rendered, editedAt, readers })
  const update: Update = {
    id,
    ids: edit.moved?.update.ids ?? [id],
    place: edit.moved?.update.place,
    editorId: viewer.id,
    editedAt,
    channel: message.channelId === null ? undefined : { id: message.channelId, name: message.channelName! },
    content: { before: message, after: { content, rendered: rendered.html, isMe: rendered.isMe } },
  }
  await tell(trx, update, seen, readers, rendered.mentionsChannel)
  return { detached, links: rendered.linksToPreview }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function refuseEdit(trx: Trx, viewer: Viewer, seen: SeenMessage): Promise<void> {
  const settings = await realmSettings(trx)
  if (!settings.allow_message_editing) throw editingOff()
  const verdict = mayEditContent(viewer, seen, settings)
  if (verdict === 'no' || seen.standing?.channel.isArchived === 1) throw mayNotEdit()
  if (verdict === 'too late') throw editTimeOver()
  if (seen.message.hasSubmessages === 1) throw widgetsNotEditable()
}

export async function placeOf(trx: Trx, { message, standing }: SeenMessage): Promise<Place> {
  if (standing) return { kind: 'topic', standing, topic: message.topic! }
  return { kind: 'conversation', members: (await membersOf(trx, [message.conversationId!])).get(message.conversationId!) ?? [] }
}

interface NewContent {
  readonly content: string
  readonly rendered: Rendered
  readonly editedAt: number
  readonly readers: Readers
}

async function storeEdit(
  trx: Trx,
  viewer: Viewer,
  { message }: SeenMessage,
  { content, rendered, editedAt, readers }: NewContent,
): Promise<DetachedUpload[]> {
  await insertEdit(trx, {
    messageId: message.id,
    editorId: viewer.id,
    editedAt,
    previousContent: message.content,
    previousRendered: message.rendered,
  })
  const before = message.hasAttachment === 1 ? await uploadsShownIn(trx, message.id) : []
  const shown = await claimAttachments(trx, message, rendered.attachments, (upload) => mayReadUpload(trx, viewer, upload))
  await updateMessages(trx, [message.id], {
    content,
    rendered: rendered.html,
    renderVersion,
    editedAt,
    isMe: Number(rendered.isMe),
    hasLink: Number(rendered.hasLink),
    hasImage: Number(rendered.hasImage),
    hasAttachment: Number(shown > 0),
    mentionsEveryone: Number(rendered.mentionsChannel),
  })
  await removeFlags(trx, message.id, [Flag.mentioned, Flag.topicMentioned, Flag.alerted])
  for (const [flag, holders] of storedFlags(readers)) await addFlags(trx, [...holders], flag, [message.id])
  await queueForIndex(trx, [message.id])
  return detachedUploads(trx, before, viewer.id)
}

/** Readers are told with the flags of their own copies, so that a mention made later is noticed. */
async function tell(trx: Trx, update: Update, seen: SeenMessage, readers: Readers, mentionsEveryone: boolean): Promise<void> {
  const audience = await readersNow(trx, seen.message, update.ids)
  const unread = await unreadAmongAll(trx, seen.message, audience)
  const starred = new Set(
    (await flagHolders(trx, seen.message.id)).filter(({ flag }) => flag === Flag.starred).map(({ userId }) => userId),
  )
  const groups = Map.groupBy(audience, (userId) =>
    JSON.stringify(
      wireFlags({
        isRead: !unread.has(userId),
        isHistorical: false,
        mentionsEveryone,
        flags: starred.has(userId) ? [Flag.starred, ...flagsOf(readers, userId)] : flagsOf(readers, userId),
      }),
    ),
  )
  for (const [flags, userIds] of groups) emit(trx, messageUpdated(update, JSON.parse(flags)), userIds as UserId[])
}
