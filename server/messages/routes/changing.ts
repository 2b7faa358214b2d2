import { z } from 'zod'
import { badRequest } from '../../api/error.ts'
import { ChannelId, MessageId } from '../../api/ids.ts'
import { flag, integer, json, optional, rawText, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { deleteMessage, deleteTopic } from '../delete.ts'
import { editContent } from '../edit.ts'
import { moveMessages } from '../move.ts'
import { addReaction, removeReaction } from '../react.ts'
import { reportMessage, reportReasons } from '../report.ts'

const message_id = MessageId

const reactionParams = {
  message_id,
  emoji_name: optional(text()),
  emoji_code: optional(text()),
  reaction_type: optional(text()),
} as const

export function changingRoutes(api: Api): void {
  api.patch('/messages/:message_id', {
    access: 'user',
    params: {
      message_id,
      content: optional(rawText()),
      prev_content_sha256: optional(text()),
      topic: optional(rawText()),
      subject: optional(rawText()),
      stream_id: optional(integer()),
      propagate_mode: optional(text()),
      send_notification_to_old_thread: optional(flag()),
      send_notification_to_new_thread: optional(flag()),
    },
    async handle({ viewer, params, request, inTransaction }) {
      const topic = params.topic ?? params.subject
      const isMoving = topic !== undefined || params.stream_id !== undefined
      const mode = PropagateMode.safeParse(params.propagate_mode ?? 'change_one')
      if (!mode.success) throw badRequest('Invalid propagate_mode')
      if (params.content === undefined && !isMoving) throw badRequest('Nothing to change')
      if (params.content !== undefined && params.stream_id !== undefined)
        throw badRequest('Cannot change message content while changing channel')
      await inTransaction(async (trx) => {
        if (isMoving) {
          const channelId = params.stream_id === undefined ? undefined : ChannelId.parse(params.stream_id)
          await moveMessages(trx, viewer, params.message_id, { topic, channelId, mode: mode.data })
        }
        if (params.content !== undefined) {
          const { content, prev_content_sha256: expectedSha256 } = params
          await editContent(trx, viewer, params.message_id, { content, expectedSha256, realmUrl: request.origin })
        }
      })
      return { detached_uploads: [] }
    },
  })

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

  api.post('/messages/:message_id/report', {
    access: 'user',
    params: { message_id, report_type: json(z.enum(reportReasons)), description: optional(rawText(z.string().max(1000))) },
    async handle({ viewer, params, inTransaction }) {
      const { message_id: id, report_type: reason, description = '' } = params
      await inTransaction((trx) => reportMessage(trx, viewer, id, reason, description))
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
