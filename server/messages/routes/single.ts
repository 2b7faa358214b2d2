import { MessageId } from '../../api/ids.ts'
import { flag, optional } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { findReadable } from '../access.ts'
import { wireMessages } from '../complete.ts'
import { messageHistory } from '../edit-history.ts'
import { readReceipts } from '../receipts.ts'

/** What there is to know about one message. */
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
}
