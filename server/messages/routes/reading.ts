import { z } from 'zod'
import { ApiError, badRequest } from '../../api/error.ts'
import { MessageId } from '../../api/ids.ts'
import { flag, integer, json, optional, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import { topicFor } from '../../channels/user-topics.ts'
import type { Db } from '../../database/connection.ts'
import type { SearchTerm } from '../../database/dialects/text-search.ts'
import { wireMessages } from '../complete.ts'
import { idsAmong, idsAround, parseAnchor } from '../fetch.ts'
import { narrowParam } from '../narrow/narrow.ts'
import { type FullMessage, findMessages } from '../queries.ts'
import { highlightHtml, highlightText } from '../search/highlight.ts'
import type { WireChoices } from '../wire.ts'

const count = () => optional(integer(z.number().int().min(0)))
const ids = json(z.array(MessageId).max(5000))

const fetchParams = {
  anchor: optional(text()),
  include_anchor: optional(flag()),
  num_before: count(),
  num_after: count(),
  narrow: optional(narrowParam),
  message_ids: optional(ids),
  use_first_unread_anchor: optional(flag()),
  apply_markdown: optional(flag()),
  client_gravatar: optional(flag()), // our pictures are never Gravatar's
  allow_empty_topic_name: optional(flag()),
}

type FetchParams = { readonly [Name in keyof typeof fetchParams]?: z.infer<(typeof fetchParams)[Name]> }

/** @see https://zulip.com/api/get-messages and https://zulip.com/api/check-messages-match-narrow */
export function readingRoutes(api: Api): void {
  api.get('/messages', {
    access: 'user',
    params: fetchParams,
    async handle({ viewer, params, db }) {
      const choices: WireChoices = {
        applyMarkdown: params.apply_markdown ?? true,
        allowEmptyTopicName: params.allow_empty_topic_name ?? false,
      }
      if (params.message_ids) {
        refuseBoth(params)
        const found = await idsAmong(db, viewer, params.narrow ?? [], params.message_ids)
        return { messages: await asRead(db, viewer, found, choices), history_limited: false }
      }
      const found = await idsAround(db, viewer, params.narrow ?? [], windowOf(params))
      return {
        anchor: found.anchor,
        found_anchor: found.foundAnchor,
        found_oldest: found.foundOldest,
        found_newest: found.foundNewest,
        history_limited: false,
        messages: await asRead(db, viewer, found, choices),
      }
    },
  })

  api.get('/messages/matches_narrow', {
    access: 'user',
    params: { msg_ids: ids, narrow: narrowParam },
    async handle({ viewer, params, db }) {
      const found = await idsAmong(db, viewer, params.narrow, params.msg_ids)
      const messages = await findMessages(db, found.ids)
      return { messages: Object.fromEntries(messages.map((message) => [message.id, match(message, found.words, false)])) }
    },
  })
}

const missing = (name: string): ApiError =>
  new ApiError('REQUEST_VARIABLE_MISSING', `Missing '${name}' argument`, 400, { var_name: name })

function windowOf(params: FetchParams) {
  const { num_before: before, num_after: after, include_anchor: includeAnchor = true } = params
  if (before === undefined) throw missing('num_before')
  if (after === undefined) throw missing('num_after')
  if (params.use_first_unread_anchor) return { anchor: 'first unread' as const, includeAnchor, before, after } // the anchor beside it counts for nothing
  if (params.anchor === undefined) throw missing('anchor')
  return { anchor: parseAnchor(params.anchor), includeAnchor, before, after }
}

const partsOfWindow = ['num_before', 'num_after', 'anchor', 'include_anchor', 'use_first_unread_anchor'] as const

function refuseBoth(params: FetchParams): void {
  const given = partsOfWindow.filter((name) => params[name] !== undefined)
  if (given.length > 0) throw badRequest(`Unsupported parameter combination: ${[...given, 'message_ids'].join(', ')}`)
}

/** Messages as the viewer reads them, with what was searched for marked. */
async function asRead(
  db: Db,
  viewer: Viewer,
  { ids, words }: { readonly ids: readonly MessageId[]; readonly words: readonly SearchTerm[] },
  choices: WireChoices,
) {
  const messages = await findMessages(db, ids)
  const read = await wireMessages(db, viewer, messages, choices)
  if (words.length === 0) return read
  return read.map((message, index) => ({ ...message, ...match(messages[index]!, words, choices.allowEmptyTopicName) }))
}

const match = ({ rendered, topic }: FullMessage, words: readonly SearchTerm[], allowEmptyTopicName: boolean) => ({
  match_content: highlightHtml(rendered, words),
  match_subject: topic === null ? '' : highlightText(topicFor(allowEmptyTopicName, topic), words),
})
