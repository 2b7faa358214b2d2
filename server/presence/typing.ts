import { z } from 'zod'
import { findUser, findUsers, type User } from '../accounts/find.ts'
import { settingsOf, type UserSettings } from '../accounts/settings/user-settings.ts'
import { ApiError, badRequest } from '../api/error.ts'
import { ChannelId, UserId } from '../api/ids.ts'
import { json, optional, text } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import type { Viewer } from '../api/viewer.ts'
import { maySend } from '../channels/access.ts'
import { channelNotFound } from '../channels/errors.ts'
import { getVisibleChannel } from '../channels/find.ts'
import { topicName } from '../channels/params.ts'
import { subscriberIds } from '../channels/subscriptions/subscribers.ts'
import { topicFor } from '../channels/user-topics.ts'
import type { Db } from '../database/connection.ts'
import type { EventBus } from '../realtime/bus.ts'
import type { ChatEvent } from '../realtime/event.ts'

type Op = 'start' | 'stop'

/** In a channel with more people than this, who is writing would be noise. */
const mostListeners = 100

const missing = (name: string): ApiError =>
  new ApiError('REQUEST_VARIABLE_MISSING', `Missing '${name}' argument`, 400, { var_name: name })

/** Who is writing where. It is worth nothing a few seconds later: nothing is stored. https://zulip.com/api/set-typing-status */
export function typingRoutes(api: Api, bus: EventBus): void {
  api.post('/typing', {
    access: 'user',
    params: {
      // The terminal client sends no type, older clients call direct messages private and channels streams.
      type: optional(text().pipe(z.enum(['direct', 'private', 'stream', 'channel']))),
      op: text().pipe(z.enum(['start', 'stop'])),
      to: optional(json(z.union([z.array(UserId), UserId.transform((id) => [id])]))),
      stream_id: optional(json(ChannelId)),
      topic: optional(topicName),
    },
    async handle({ viewer, params, db }) {
      const isChannel = params.type === 'stream' || params.type === 'channel'
      const told = isChannel
        ? await typesInChannel(db, viewer, params.op, params.stream_id ?? (params.to?.[0] as ChannelId | undefined), params.topic)
        : await typesToPeople(db, viewer, params.op, params.to)
      bus.publish([{ ...told, echo: undefined }])
      return {}
    },
  })
}

interface Told {
  readonly event: ChatEvent
  readonly userIds: readonly UserId[]
}

const refuseUnwilling = (settings: UserSettings, setting: string, sentence: string): void => {
  if (settings[setting] === false) throw badRequest(sentence)
}

const wantsToKnow = (user: User): boolean => user.isActive === 1 && settingsOf(user).receives_typing_notifications !== false

/** Those of these people who want to know who is writing; nobody where they are too many. */
export async function listenersAmong(db: Db, userIds: readonly UserId[]): Promise<UserId[]> {
  const people = userIds.length > mostListeners ? [] : await findUsers(db, userIds)
  return people.filter(wantsToKnow).map(({ id }) => id)
}

async function typesToPeople(db: Db, viewer: Viewer, op: Op, to: readonly UserId[] | undefined): Promise<Told> {
  if (to === undefined) throw missing('to')
  if (to.length === 0) throw badRequest("Empty 'to' list")
  const people = await findUsers(db, [...new Set([...to, viewer.id])])
  for (const id of to) if (!people.some((user) => user.id === id)) throw badRequest(`Invalid user ID ${id}`)
  const own = people.find(({ id }) => id === viewer.id)!
  refuseUnwilling(
    settingsOf(own),
    'send_private_typing_notifications',
    'User has disabled typing notifications for direct messages',
  )
  return {
    event: {
      type: 'typing',
      op,
      message_type: 'direct',
      sender: { user_id: viewer.id, email: viewer.email },
      recipients: people.map(({ id, email }) => ({ user_id: id, email })),
    },
    userIds: people.filter(wantsToKnow).map(({ id }) => id),
  }
}

async function typesInChannel(
  db: Db,
  viewer: Viewer,
  op: Op,
  id: ChannelId | undefined,
  topic: string | undefined,
): Promise<Told> {
  if (id === undefined) throw missing('stream_id')
  if (topic === undefined) throw missing('topic')
  const own = await findUser(db, viewer.id)
  if (own)
    refuseUnwilling(
      settingsOf(own),
      'send_stream_typing_notifications',
      'User has disabled typing notifications for channel messages',
    )
  const standing = await getVisibleChannel(db, viewer, id)
  if (!maySend(standing)) throw channelNotFound()
  return {
    event: {
      type: 'typing',
      forDialect: ({ streamTypingNotifications, emptyTopicName }) =>
        streamTypingNotifications
          ? {
              type: 'typing',
              op,
              message_type: 'stream',
              sender: { user_id: viewer.id, email: viewer.email },
              stream_id: id,
              topic: topicFor(emptyTopicName, topic),
            }
          : undefined,
    },
    userIds: await listenersAmong(db, await subscriberIds(db, standing.channel)),
  }
}
