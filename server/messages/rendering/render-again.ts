import { findUser } from '../../accounts/find.ts'
import { viewerOf } from '../../accounts/viewer.ts'
import type { MessageId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { type MarkdownContext, type Rendered, renderMessage, renderVersion } from '../../markdown/render.ts'
import { emit } from '../../realtime/emit.ts'
import { readersNow } from '../audience.ts'
import { messageUpdated } from '../events.ts'
import { type FullMessage, findMessage, updateMessages } from '../queries.ts'
import { queueForIndex } from '../search/queue.ts'
import { contextFor } from './render.ts'
import type { Surroundings } from './surroundings.ts'

/** A message as it would be rendered today; undefined where it is gone. */
export async function renderingOf(db: Db, id: MessageId, surroundings: Surroundings): Promise<Rendered | undefined> {
  const message = await findMessage(db, id)
  return message && (await renderStored(db, message, surroundings))
}

/**
 * Renders a message again as its author wrote it, because there is more to show by now or the renderer has become better. Tells
 * readers where that looks different. Whom it called, and whether it was edited, stays as it is.
 */
export async function renderAgain(trx: Trx, id: MessageId, surroundings: Surroundings): Promise<void> {
  const message = await findMessage(trx, id)
  const rendered = message && (await renderStored(trx, message, surroundings))
  if (!message || !rendered) return
  const { html, hasLink, hasImage } = rendered
  await updateMessages(trx, [id], { rendered: html, renderVersion, hasLink: Number(hasLink), hasImage: Number(hasImage) })
  if (html === message.rendered) return
  await queueForIndex(trx, [id])
  emit(trx, renderedAgain(message, html), await readersNow(trx, message, [id]))
}

async function renderStored(db: Db, message: FullMessage, surroundings: Surroundings): Promise<Rendered | undefined> {
  const author = await findUser(db, message.senderId)
  if (!author) return undefined
  const context = await contextFor(db, viewerOf(author), message.content, surroundings)
  return renderMessage(message.content, { ...context, ...asNamedBefore(message.rendered, context), alertWords: [] })
}

const pill = /<span class="user-mention(?: silent)?" data-user-id="(\d+)">@?([^<]*)<\/span>/g
const channelLink = /<a class="stream" data-stream-id="(\d+)" href="[^"]*">#([^<]*)<\/a>/g

/** People and channels that have since changed their names: the message names them as they were called then. */
function asNamedBefore(html: string, { users = [], channels = [] }: MarkdownContext): Partial<MarkdownContext> {
  const named = (pattern: RegExp) =>
    Array.from(html.matchAll(pattern), ([, id, name]) => ({ id: Number(id), name: plain(name!) }))
  const people = named(pill).filter(({ name }) => !users.some(({ fullName }) => fullName === name))
  const places = named(channelLink).filter(({ name }) => !channels.some((channel) => channel.name === name))
  return {
    users: [...users, ...people.map(({ id, name }) => ({ id: id as (typeof users)[0]['id'], fullName: name, isActive: true }))],
    channels: [...channels, ...places.map(({ id, name }) => ({ id: id as (typeof channels)[0]['id'], name }))],
  }
}

const plain = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

const renderedAgain = (message: FullMessage, html: string) =>
  messageUpdated(
    {
      id: message.id,
      ids: [message.id],
      editorId: null,
      editedAt: unixNow(),
      channel: message.channelId === null ? undefined : { id: message.channelId, name: message.channelName! },
      rendering: { content: message.content, rendered: html, isMe: message.isMe === 1 },
    },
    [],
  )
