import { z } from 'zod'
import { badRequest } from '../../api/error.ts'
import { ChannelId, MessageId } from '../../api/ids.ts'
import { flag, integer, json, optional, rawText, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { deleteMessage, deleteTopic } from '../delete.ts'
import { editContent } from '../edit.ts'
import { type Move, moveMessages } from '../moving/move.ts'
import { moveAndEdit } from '../moving/move-and-edit.ts'
import { addReaction, removeReaction } from '../react.ts'
import type { Outside } from '../rendering/outside.ts'
import { renderingQueueOf } from '../rendering/queue.ts'
import { reportMessage, reportReasons } from '../report.ts'

const message_id = MessageId

const reactionParams = {
  message_id,
  emoji_name: optional(text()),
  emoji_code: optional(text()),
  reaction_type: optional(text()),
} as const

export function changingRoutes(api: Api, outside: Outside): void {
  editing(api, outside)
  deleting(api)
  reacting(api)
  reporting(api, outside)
}

/** @see https://zulip.com/api/update-message */
function editing(api: Api, { surroundingsOf }: Outside): void {
  api.patch('/messages/:message_id', {
    access: 'user',
    params: {
      message_id,
      content: optional(rawText()),
      prev_content_sha256: optional(text()),
      topic: optional(rawText()),
      subject: optional(rawText()),
      stream_id: optional(integer(z.number().int().positive())),
      propagate_mode: optional(text()),
      send_notification_to_old_thread: optional(flag()),
      send_notification_to_new_thread: optional(flag()),
    },
    async handle({ viewer, params, request, db, inTransaction }) {
      const { message_id: id, content, prev_content_sha256: expectedSha256 } = params
      const surroundings = surroundingsOf(request)
      const move = moveFrom(params)
      if (content === undefined && !move) throw badRequest('Nothing to change')
      if (content !== undefined && move?.channelId !== undefined)
        throw badRequest('Cannot change message content while changing channel')
      const edit = content === undefined ? undefined : { content, expectedSha256, surroundings }
      const edited = await inTransaction(async (trx) => {
        if (move && edit) return moveAndEdit(trx, viewer, id, { ...move, surroundings }, edit)
        if (move) await moveMessages(trx, viewer, id, { ...move, surroundings })
        return edit && editContent(trx, viewer, id, edit)
      })
      if (edited && edited.links.length > 0) renderingQueueOf(db)?.add([id], request.origin)
      return { detached_uploads: edited?.detached ?? [] }
    },
  })
}

interface EditParams {
  readonly topic?: string
  readonly subject?: string
  readonly stream_id?: number
  readonly propagate_mode?: string
  readonly send_notification_to_old_thread?: boolean
  readonly send_notification_to_new_thread?: boolean
}

function moveFrom(params: EditParams): Omit<Move, 'surroundings'> | undefined {
  const mode = PropagateMode.safeParse(params.propagate_mode ?? 'change_one')
  if (!mode.success) throw badRequest('Invalid propagate_mode')
  const topic = params.topic ?? params.subject
  if (topic === undefined && params.stream_id === undefined) {
    if (mode.data !== 'change_one') throw badRequest('Invalid propagate_mode without topic edit')
    return undefined
  }
  return {
    topic,
    channelId: params.stream_id === undefined ? undefined : ChannelId.parse(params.stream_id),
    mode: mode.data,
    tellsOldPlace: params.send_notification_to_old_thread ?? false,
    tellsNewPlace: params.send_notification_to_new_thread ?? true,
  }
}

function deleting(api: Api): void {
  api.delete('/messages/:message_id', {
    access: 'user',
    params: { message_id },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => deleteMessage(trx, viewer, params.message_id))
      return {}
    },
  })

  api.post('/streams/:stream_id/delete_topic', {
    access: 'user',
    params: { stream_id: ChannelId, topic_name: rawText() },
    handle: async ({ viewer, params, inTransaction }) => ({
      complete: await inTransaction((trx) => deleteTopic(trx, viewer, params.stream_id, params.topic_name)),
    }),
  })
}

function reacting(api: Api): void {
  api.post('/messages/:message_id/reactions', {
    access: 'user',
    params: { ...reactionParams, emoji_name: text() },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => addReaction(trx, viewer, params.message_id, askedEmoji(params)))
      return {}
    },
  })

  api.delete('/messages/:message_id/reactions', {
    access: 'user',
    params: reactionParams,
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => removeReaction(trx, viewer, params.message_id, askedEmoji(params)))
      return {}
    },
  })
}

function reporting(api: Api, { surroundingsOf }: Outside): void {
  api.post('/messages/:message_id/report', {
    access: 'user',
    params: { message_id, report_type: json(z.enum(reportReasons)), description: optional(rawText(z.string().max(1000))) },
    async handle({ viewer, params, request, inTransaction }) {
      const { message_id: id, report_type: reason, description = '' } = params
      await inTransaction((trx) => reportMessage(trx, viewer, id, { reason, description }, surroundingsOf(request)))
      return {}
    },
  })
}

const PropagateMode = z.enum(['change_one', 'change_later', 'change_all'])

interface ReactionParams {
  readonly emoji_name?: string
  readonly emoji_code?: string
  readonly reaction_type?: string
}

const askedEmoji = ({ emoji_name: name, emoji_code: code, reaction_type: type }: ReactionParams) => {
  if (name === undefined && code === undefined)
    throw badRequest('At least one of the following arguments must be present: emoji_name, emoji_code')
  return { name, code, type }
}
