import { createHash } from 'node:crypto'
import { ApiError } from '../api/error.ts'
import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { normaliseContent } from '../markdown/content.ts'
import { type Rendered, renderVersion } from '../markdown/render.ts'
import { realmSettings } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import { claimAttachments } from '../uploads/files/claim.ts'
import { getVisible, mayEditContent, type SeenMessage } from './access.ts'
import { readersNow } from './audience.ts'
import { membersOf } from './conversations.ts'
import { editingOff, editTimeOver, mayNotEdit } from './errors.ts'
import { messageUpdated, type Update } from './events.ts'
import { Flag, wireFlags } from './flags.ts'
import type { Place } from './place.ts'
import { addFlag, flagHolders, insertEdit, removeFlags, updateMessages } from './queries.ts'
import { flagsOf, type Readers, readersOf, storedFlags } from './readers.ts'
import { renderFor } from './render.ts'
import { queueForIndex } from './search/queue.ts'
import { topicParticipants } from './topic-participants.ts'
import { unreadAmongAll } from './unread/among-all.ts'
import { mayReadUpload } from './uploads.ts'

export interface ContentEdit {
  readonly content: string
  /** What the client believes to change, to notice when two people's edits cross. */
  readonly expectedSha256?: string
  readonly realmUrl: string
}

/**
 * Changes what a message says, keeps what it said before, and tells everybody who may read it.
 * @throws ApiError where the viewer may not, the time for it has passed, or somebody else was faster
 * @see https://zulip.com/api/update-message
 */
export async function editContent(trx: Trx, viewer: Viewer, id: MessageId, edit: ContentEdit): Promise<void> {
  const seen = await getVisible(trx, viewer, id)
  const { message } = seen
  await refuseEdit(trx, viewer, seen)
  if (edit.expectedSha256 !== undefined && sha256(message.content) !== edit.expectedSha256) {
    throw new ApiError('EXPECTATION_MISMATCH', "'prev_content_sha256' value does not match the expected value.")
  }
  const content = edit.content.trim() === '' ? '(deleted)' : normaliseContent(edit.content)
  if (content === message.content) return

  const rendered = await renderFor(trx, viewer, content, edit.realmUrl)
  const editedAt = Math.floor(Date.now() / 1000)
  const readers = await readersOf(trx, message.senderId, await placeOf(trx, seen), rendered, () =>
    message.topicId === null ? Promise.resolve([]) : topicParticipants(trx, message.topicId),
  )
  await storeEdit(trx, viewer, seen, { content, rendered, editedAt, readers })
  const update: Update = {
    id,
    ids: [id],
    editorId: viewer.id,
    editedAt,
    channel: message.channelId === null ? undefined : { id: message.channelId, name: message.channelName! },
    content: { before: message, after: { content, rendered: rendered.html, isMe: rendered.isMe } },
  }
  await tell(trx, update, seen, readers, rendered.mentionsChannel)
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function refuseEdit(trx: Trx, viewer: Viewer, seen: SeenMessage): Promise<void> {
  const settings = await realmSettings(trx)
  if (!settings.allow_message_editing) throw editingOff()
  const verdict = mayEditContent(viewer, seen, settings)
  if (verdict === 'no' || seen.standing?.channel.isArchived === 1) throw mayNotEdit()
  if (verdict === 'too late') throw editTimeOver()
}

export async function placeOf(trx: Trx, { message, standing }: SeenMessage): Promise<Place> {
  if (standing) return { kind: 'topic', standing, topic: message.topic! }
  return { kind: 'conversation', members: (await membersOf(trx, [message.conversationId!])).get(message.conversationId!) ?? [] }
}

interface Edited {
  readonly content: string
  readonly rendered: Rendered
  readonly editedAt: number
  readonly readers: Readers
}

async function storeEdit(
  trx: Trx,
  viewer: Viewer,
  { message }: SeenMessage,
  { content, rendered, editedAt, readers }: Edited,
): Promise<void> {
  await insertEdit(trx, {
    messageId: message.id,
    editorId: viewer.id,
    editedAt,
    previousContent: message.content,
    previousRendered: message.rendered,
  })
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
  for (const [flag, holders] of storedFlags(readers)) await addFlag(trx, [...holders], flag, message.id)
  await queueForIndex(trx, [message.id])
}

/** Readers are told with the flags of their own copies, so that a mention made later is noticed. */
async function tell(trx: Trx, update: Update, seen: SeenMessage, readers: Readers, mentionsEveryone: boolean): Promise<void> {
  const audience = await readersNow(trx, seen.message)
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
