import { z } from 'zod'
import { ApiError, badRequest } from '../../api/error.ts'
import { MessageId, UserId } from '../../api/ids.ts'
import { flag, integer, json, optional, rawText, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import { sendingChannelOf } from '../../bots/find.ts'
import type { Db } from '../../database/connection.ts'
import { normaliseContent } from '../../markdown/content.ts'
import { clientNameOf, isHumanClient } from '../client-name.ts'
import { conversationPlace, type Place, topicPlace } from '../place.ts'
import type { Outside } from '../rendering/outside.ts'
import { renderingQueueOf } from '../rendering/queue.ts'
import { renderFor } from '../rendering/render.ts'
import { sendMessage } from '../send.ts'
import { checkWidget } from '../widgets/moves.ts'
import { addSubmessage } from '../widgets/submessages.ts'

const Recipient = z.union([z.number().int(), z.string()])

const sendParams = {
  type: z.enum(['direct', 'channel', 'stream', 'private']),
  to: json(z.union([Recipient, z.array(Recipient)])).optional(), // a bot’s own channel, where its owner chose one
  content: rawText(),
  topic: optional(rawText()),
  subject: optional(rawText()), // what the topic was called; terminal and bots still say so
  queue_id: optional(text()),
  local_id: optional(text()),
  read_by_sender: optional(flag()),
  widget_content: optional(rawText()),
  client: optional(text()),
} as const

type SendParams = { readonly [K in keyof typeof sendParams]: z.infer<(typeof sendParams)[K]> }

export function sendingRoutes(api: Api, { surroundingsOf }: Outside): void {
  api.post('/messages', {
    access: 'user',
    isForSendOnly: true,
    params: sendParams,
    async handle({ viewer, params, request, db, inTransaction }) {
      const client = clientNameOf(params.client, request)
      const { queue_id: queueId, local_id: localId } = params
      const { id, visibility, links } = await inTransaction(async (trx) =>
        sendMessage(trx, viewer, {
          place: await placeFor(trx, viewer, params),
          content: params.content,
          client,
          surroundings: surroundingsOf(request),
          echo: queueId !== undefined && localId !== undefined ? { queueId, localId } : undefined,
          isReadBySender: params.read_by_sender ?? isHumanClient(client),
          widget: params.widget_content === undefined ? undefined : checkWidget(params.widget_content),
        }),
      )
      if (links.length > 0) renderingQueueOf(db)?.add([id], request.origin)
      return { id, automatic_new_visibility_policy: visibility }
    },
  })

  api.post('/messages/render', {
    access: 'user',
    params: { content: rawText() },
    async handle({ viewer, params, request, db }) {
      return { rendered: (await renderFor(db, viewer, normaliseContent(params.content), surroundingsOf(request))).html }
    },
  })

  /** Not in the public document: how polls and to-do lists are played. */
  api.post('/submessage', {
    access: 'user',
    params: { message_id: integer(), msg_type: text(), content: rawText() },
    async handle({ viewer, params, inTransaction }) {
      const id = MessageId.parse(params.message_id)
      await inTransaction((trx) => addSubmessage(trx, viewer, id, params.msg_type, params.content))
      return {}
    },
  })
}

const missingTo = (): ApiError => new ApiError('REQUEST_VARIABLE_MISSING', "Missing 'to' argument", 400, { var_name: 'to' })

async function placeFor(db: Db, viewer: Viewer, { type, to: given, topic, subject }: SendParams): Promise<Place> {
  const isChannel = type === 'channel' || type === 'stream'
  const to = given ?? (isChannel ? await sendingChannelOf(db, viewer.id) : null)
  if (to === null) throw missingTo()
  if (isChannel) {
    const channel = Array.isArray(to) ? to[0] : to
    if (channel === undefined || (Array.isArray(to) && to.length > 1)) throw badRequest('Expected exactly one channel')
    return topicPlace(db, viewer, channel as never, topic ?? subject ?? '')
  }
  const people = Array.isArray(to)
    ? to
    : typeof to === 'string'
      ? to
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '')
      : [to]
  return conversationPlace(
    db,
    viewer,
    people.map((one) => (typeof one === 'number' ? UserId.parse(one) : one)),
  )
}
