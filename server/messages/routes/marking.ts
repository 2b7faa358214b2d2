import { z } from 'zod'
import { ChannelId, MessageId } from '../../api/ids.ts'
import { flag, integer, json, optional, rawText, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { idsAround, parseAnchor } from '../fetch.ts'
import { changeFlag, type Marked } from '../mark.ts'
import { markAllRead, markChannelRead, markTopicRead } from '../mark-many.ts'
import { narrowParam } from '../narrow/narrow.ts'

const ids = json(z.array(MessageId))
const op = text().pipe(z.enum(['add', 'remove']))
const count = integer(z.number().int().min(0))

/** What readers note about messages, each for themselves. https://zulip.com/api/update-message-flags and its neighbours */
export function markingRoutes(api: Api): void {
  named(api)
  inNarrow(api)
  everything(api)
}

function named(api: Api): void {
  api.post('/messages/flags', {
    access: 'user',
    params: { messages: ids, op, flag: text() },
    async handle({ viewer, params, inTransaction }) {
      const { changed, elsewhere } = await inTransaction((trx) =>
        changeFlag(trx, viewer, params.messages, params.op, params.flag),
      )
      return { messages: changed, ignored_because_not_subscribed_channels: elsewhere }
    },
  })
}

function inNarrow(api: Api): void {
  api.post('/messages/flags/narrow', {
    access: 'user',
    params: {
      anchor: text(),
      include_anchor: optional(flag()),
      num_before: count,
      num_after: count,
      narrow: narrowParam,
      op,
      flag: text(),
    },
    async handle({ viewer, params, db, inTransaction }) {
      const { ids, foundOldest, foundNewest } = await idsAround(db, viewer, params.narrow, {
        anchor: parseAnchor(params.anchor),
        includeAnchor: params.include_anchor ?? true,
        before: params.num_before,
        after: params.num_after,
      })
      const mark = (): Promise<Marked> => inTransaction((trx) => changeFlag(trx, viewer, ids, params.op, params.flag))
      const { changed, elsewhere } = await mark()
      return {
        processed_count: ids.length,
        updated_count: changed.length,
        first_processed_id: ids[0] ?? null,
        last_processed_id: ids.at(-1) ?? null,
        found_oldest: foundOldest,
        found_newest: foundNewest,
        ignored_because_not_subscribed_channels: elsewhere,
      }
    },
  })
}

function everything(api: Api): void {
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
