import { z } from 'zod'
import { noSuchUser } from '../../accounts/errors.ts'
import { findUser, type User } from '../../accounts/find.ts'
import { badRequest } from '../../api/error.ts'
import { ChannelId, UserId } from '../../api/ids.ts'
import { flag, json, optional, text } from '../../api/params.ts'
import { assembleJson } from '../../api/raw-json.ts'
import { jsonText } from '../../api/reply.ts'
import type { Api } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import { isSubscribed } from '../access.ts'
import { catalogueFor } from '../catalogue.ts'
import { findStanding, getVisibleChannel } from '../find.ts'
import type { ChannelNews } from '../news.ts'
import { newChannelFrom, newChannelParams } from '../params.ts'
import { subscriptionLists } from '../snapshot.ts'
import { choices, choose } from '../subscriptions/choices.ts'
import { type Joined, joinChannels } from '../subscriptions/join.ts'
import { type Left, leaveChannels } from '../subscriptions/leave.ts'
import { getPrincipals } from '../subscriptions/principals.ts'
import { tellJoined } from '../subscriptions/tell-joined.ts'

/** @see https://zulip.com/api/get-subscriptions and its neighbours */
export function subscriptionRoutes(api: Api, news: ChannelNews): void {
  reading(api)
  joining(api, news)
  leaving(api)
  joiningAndLeaving(api)
  choosing(api)
}

/** Names alone, or names with what to say of a channel that is made. */
const channelNames = json(
  z.array(
    z.union([z.string().transform((name) => ({ name })), z.object({ name: z.string(), description: z.string().optional() })]),
  ),
)
const names = json(z.union([z.array(z.string()), z.string().transform((name) => [name])]))
const principals = optional(json(z.array(z.union([UserId, z.string()]))))

/** The viewer, where they name nobody. */
async function peopleFrom(db: Db, viewer: Viewer, given: readonly (UserId | string)[] = []): Promise<User[]> {
  return getPrincipals(db, given.length > 0 ? given : [viewer.id])
}

const namesJoined = ({ subscribed, alreadySubscribed }: Joined) => ({ subscribed, already_subscribed: alreadySubscribed })
const namesLeft = ({ removed, notRemoved }: Left) => ({ removed, not_removed: notRemoved })

function reading(api: Api): void {
  api.get('/users/me/subscriptions', {
    access: 'user',
    params: { include_subscribers: optional(text().pipe(z.enum(['true', 'false', 'partial']))) },
    async handle({ viewer, params, db }) {
      const includeSubscribers = (params.include_subscribers ?? 'false') !== 'false'
      const viewed = await catalogueFor(db, viewer)
      const { subscriptions } = subscriptionLists(viewed, { includeSubscribers, archivedChannels: false })
      return jsonText(assembleJson({ result: 'success', msg: '', subscriptions }))
    },
  })

  api.get('/users/:user_id/subscriptions/:stream_id', {
    access: 'user',
    params: { user_id: UserId, stream_id: ChannelId },
    async handle({ viewer, params, db }) {
      const { channel } = await getVisibleChannel(db, viewer, params.stream_id)
      const user = await findUser(db, params.user_id)
      if (!user) throw noSuchUser()
      return { is_subscribed: isSubscribed(await findStanding(db, user, channel)) }
    },
  })
}

function joining(api: Api, news: ChannelNews): void {
  api.post('/users/me/subscriptions', {
    access: 'user',
    params: {
      subscriptions: channelNames,
      principals,
      authorization_errors_fatal: optional(flag()),
      ...newChannelParams,
    },
    async handle({ viewer, params, request, inTransaction }) {
      const { subscriptions: channels, authorization_errors_fatal: isAllOrNothing = true } = params
      const { send_new_subscription_messages: added = true, announce = false } = params
      const realmUrl = request.origin
      const { joined, isTold } = await inTransaction(async (trx) => {
        const people = await peopleFrom(trx, viewer, params.principals)
        const ifNew = newChannelFrom(params)
        const joined = await joinChannels(trx, viewer, { channels, people, ifNew, isAllOrNothing, realmUrl })
        return { joined, isTold: await tellJoined(trx, viewer, news, joined, { added, announce, realmUrl }) }
      })
      return {
        ...namesJoined(joined),
        ...(isAllOrNothing ? {} : { unauthorized: joined.unauthorized }),
        new_subscription_messages_sent: isTold,
      }
    },
  })
}

function leaving(api: Api): void {
  api.delete('/users/me/subscriptions', {
    access: 'user',
    params: { subscriptions: names, principals },
    async handle({ viewer, params, inTransaction }) {
      const left = await inTransaction(async (trx) =>
        leaveChannels(trx, viewer, params.subscriptions, await peopleFrom(trx, viewer, params.principals)),
      )
      return namesLeft(left)
    },
  })
}

function joiningAndLeaving(api: Api): void {
  api.patch('/users/me/subscriptions', {
    access: 'user',
    params: { add: optional(channelNames), delete: optional(names) },
    async handle({ viewer, params: { add = [], delete: remove = [] }, request, inTransaction }) {
      if (add.length + remove.length === 0) throw badRequest('Nothing to do. Specify at least one of "add" or "delete".')
      const { joined, left } = await inTransaction(async (trx) => {
        const people = await peopleFrom(trx, viewer)
        const wish = { channels: add, people, ifNew: {}, isAllOrNothing: true, realmUrl: request.origin }
        return {
          joined: await joinChannels(trx, viewer, wish),
          left: await leaveChannels(trx, viewer, remove, people),
        }
      })
      return { ...namesJoined(joined), ...namesLeft(left), new_subscription_messages_sent: false }
    },
  })
}

function choosing(api: Api): void {
  const value = z.union([z.boolean(), z.string()])

  api.post('/users/me/subscriptions/properties', {
    access: 'user',
    params: { subscription_data: json(z.array(z.object({ stream_id: ChannelId, property: z.enum(choices), value }))) },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction(async (trx) => {
        for (const one of params.subscription_data) await choose(trx, viewer.id, one.stream_id, one.property, one.value)
      })
      return {}
    },
  })

  api.patch('/users/me/subscriptions/:stream_id', {
    access: 'user',
    params: { stream_id: ChannelId, property: text().pipe(z.enum(choices)), value: json(value) },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => choose(trx, viewer.id, params.stream_id, params.property, params.value))
      return {}
    },
  })
}
