import { z } from 'zod'
import { badRequest } from '../../api/error.ts'
import { ChannelId } from '../../api/ids.ts'
import { flag, integer, json, optional, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import { mayRead, type Standing } from '../access.ts'
import { channelNameInvalid, channelNotFound } from '../errors.ts'
import { getVisibleChannel, getVisibleChannelByName } from '../find.ts'
import { topicName } from '../params.ts'
import { listTopicsFor } from '../topics.ts'
import { setTopicVisibility, TopicVisibility, topicFor } from '../user-topics.ts'

/** @see https://zulip.com/api/get-stream-topics and https://zulip.com/api/update-user-topic */
export function topicRoutes(api: Api): void {
  api.get('/users/me/:stream_id/topics', {
    access: 'user',
    params: { stream_id: ChannelId, allow_empty_topic_name: optional(flag()) },
    async handle({ viewer, params, db }) {
      const topics = await listTopicsFor(db, await getReadable(db, viewer, params.stream_id))
      const knowsEmptyName = params.allow_empty_topic_name ?? false
      return {
        topics: topics.map(({ name, lastMessageId }) => ({ name: topicFor(knowsEmptyName, name), max_id: lastMessageId })),
      }
    },
  })

  api.post('/user_topics', {
    access: 'user',
    params: { stream_id: json(ChannelId), topic: topicName, visibility_policy: integer(z.number().int().min(0).max(3)) },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction(async (trx) => {
        const { channel } = await getReadable(trx, viewer, params.stream_id)
        await setTopicVisibility(trx, viewer.id, channel, params.topic, params.visibility_policy as TopicVisibility)
      })
      return {}
    },
  })

  // What came before /user_topics; the Python bindings still call it.
  api.patch('/users/me/subscriptions/muted_topics', {
    access: 'user',
    params: {
      stream_id: optional(json(ChannelId)),
      stream: optional(text()),
      topic: topicName,
      op: text().pipe(z.enum(['add', 'remove'])),
    },
    async handle({ viewer, params, inTransaction }) {
      const policy = params.op === 'add' ? TopicVisibility.muted : TopicVisibility.inherited
      await inTransaction(async (trx) => {
        const { channel } = await getNamed(trx, viewer, params.stream_id, params.stream)
        await setTopicVisibility(trx, viewer.id, channel, params.topic, policy)
      })
      return {}
    },
  })
}

async function getReadable(db: Db, viewer: Viewer, id: ChannelId): Promise<Standing> {
  const standing = await getVisibleChannel(db, viewer, id)
  if (!mayRead(standing)) throw channelNotFound()
  return standing
}

function getNamed(db: Db, viewer: Viewer, id: ChannelId | undefined, name: string | undefined): Promise<Standing> {
  if (id !== undefined && name !== undefined) throw badRequest("Please choose one: 'stream' or 'stream_id'.")
  if (id !== undefined) return getReadable(db, viewer, id)
  if (name === undefined) throw badRequest("Please supply 'stream'.")
  return getVisibleChannelByName(db, viewer, name, channelNameInvalid)
}
