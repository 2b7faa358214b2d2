import { z } from 'zod'
import { ChannelId, MessageId } from '../../api/ids.ts'
import { flag, json, optional, rawText, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { findReadable } from '../access.ts'
import { wireMessages } from '../complete.ts'
import { messageHistory } from '../edit-history.ts'
import { changeFlag } from '../mark.ts'
import { markAllRead, markChannelRead, markTopicRead } from '../mark-many.ts'
import { readReceipts } from '../receipts.ts'

const ids = json(z.array(MessageId))

/** Routes about single messages, and about marks on those that a client names. */
export function singleRoutes(api: Api): void {
  api.get('/messages/:message_id', {
    access: 'user',
    params: { message_id: MessageId, apply_markdown: optional(flag()), allow_empty_topic_name: optional(flag()) },
    async handle({ viewer, params, db }) {
      const message = await findReadable(db, viewer, params.message_id)
      const choices = {
        applyMarkdown: params.apply_markdown ?? true,
        allowEmptyTopicName: params.allow_empty_topic_name ?? false,
      }
      const [wire] = await wireMessages(db, viewer, [message], choices)
      return { raw_content: message.content, message: wire }
    },
  })

  api.get('/messages/:message_id/history', {
    access: 'user',
    params: { message_id: MessageId, allow_empty_topic_name: optional(flag()) },
    handle: async ({ viewer, params, db }) => ({
      message_history: await messageHistory(db, viewer, params.message_id, params.allow_empty_topic_name ?? false),
    }),
  })

  api.get('/messages/:message_id/read_receipts', {
    access: 'user',
    params: { message_id: MessageId },
    handle: async ({ viewer, params, db }) => ({ user_ids: await readReceipts(db, viewer, params.message_id) }),
  })

  api.post('/messages/flags', {
    access: 'user',
    params: { messages: ids, op: json(z.enum(['add', 'remove'])), flag: text() },
    async handle({ viewer, params, inTransaction }) {
      return {
        messages: await inTransaction((trx) => changeFlag(trx, viewer, params.messages, params.op, params.flag)),
        ignored_because_not_subscribed_channels: [],
      }
    },
  })

  api.post('/mark_all_as_read', {
    access: 'user',
    async handle({ viewer, inTransaction }) {
      await inTransaction((trx) => markAllRead(trx, viewer))
      return { complete: true }
    },
  })

  api.post('/mark_stream_as_read', {
    access: 'user',
    params: { stream_id: json(ChannelId) },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => markChannelRead(trx, viewer, params.stream_id))
      return {}
    },
  })

  api.post('/mark_topic_as_read', {
    access: 'user',
    params: { stream_id: json(ChannelId), topic_name: rawText() },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => markTopicRead(trx, viewer, params.stream_id, params.topic_name))
      return {}
    },
  })
}
