import { z } from 'zod'
import { findUser } from '../../accounts/find.ts'
import { badRequest } from '../../api/error.ts'
import { ChannelId, UserId } from '../../api/ids.ts'
import { flag, json, optional, rawText, text } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { isAtLeast, Role } from '../../api/viewer.ts'
import { mayAdminister } from '../access.ts'
import { setArchived } from '../archive.ts'
import { listedChannel } from '../catalogue.ts'
import { channelNameInvalid, mayNotAdminister } from '../errors.ts'
import { getVisibleChannel, getVisibleChannelByName } from '../find.ts'
import { listChannels } from '../list.ts'
import type { ChannelNews } from '../news.ts'
import { openChannel } from '../open.ts'
import { folderId, newChannelFrom, newChannelParams, permissionChanges, pickPermissions, retentionDays } from '../params.ts'
import { topicsPolicies } from '../settings.ts'
import { subscribersOf } from '../subscriptions/subscribers.ts'
import { updateChannel } from '../update.ts'

/** @see https://zulip.com/api/get-streams and its neighbours */
export function channelRoutes(api: Api, news: ChannelNews): void {
  listing(api)
  facts(api)
  creating(api, news)
  changing(api, news)
}

function listing(api: Api): void {
  api.get('/streams', {
    access: 'user',
    params: {
      include_public: optional(flag()),
      include_web_public: optional(flag()),
      include_subscribed: optional(flag()),
      exclude_archived: optional(flag()),
      include_all: optional(flag()),
      include_all_active: optional(flag()),
      include_default: optional(flag()),
      include_owner_subscribed: optional(flag()),
      include_can_access_content: optional(flag()),
    },
    async handle({ viewer, params, db }) {
      if (params.include_all_active && !isAtLeast(viewer, Role.admin)) throw badRequest('User not authorized for this query')
      const channels = await listChannels(db, viewer, {
        isPublic: params.include_public ?? true,
        isWebPublic: params.include_web_public ?? false,
        isSubscribed: params.include_subscribed ?? true,
        isDefault: params.include_default ?? false,
        isReadable: params.include_can_access_content ?? false,
        isVisible: Boolean(params.include_all || params.include_all_active),
        subscribedBy: params.include_owner_subscribed ? ((await findUser(db, viewer.id))?.botOwnerId ?? undefined) : undefined,
        excludeArchived: params.exclude_archived ?? true,
      })
      const defaultOf = (isDefault: number) => (params.include_default ? { is_default: isDefault === 1 } : {})
      return { streams: channels.map(({ wire, channel }) => ({ ...wire, ...defaultOf(channel.isDefault) })) }
    },
  })

  api.get('/get_stream_id', {
    access: 'user',
    params: { stream: text() },
    async handle({ viewer, params, db }) {
      const { channel } = await getVisibleChannelByName(db, viewer, params.stream, channelNameInvalid)
      return { stream_id: channel.id }
    },
  })
}

function facts(api: Api): void {
  api.get('/streams/:stream_id', {
    access: 'user',
    params: { stream_id: ChannelId },
    async handle({ viewer, params, db }) {
      const { channel } = await getVisibleChannel(db, viewer, params.stream_id)
      return { stream: (await listedChannel(db, channel.id)).wire }
    },
  })

  api.get('/streams/:stream_id/members', {
    access: 'user',
    params: { stream_id: ChannelId },
    async handle({ viewer, params, db }) {
      const { channel } = await getVisibleChannel(db, viewer, params.stream_id)
      return { subscribers: (await subscribersOf(db, channel)).ids }
    },
  })

  // Mail does not come in: Zulip then answers an empty address, and clients hide theirs.
  api.get('/streams/:stream_id/email_address', {
    access: 'user',
    params: { stream_id: ChannelId, sender_id: optional(UserId) },
    async handle({ viewer, params, db }) {
      await getVisibleChannel(db, viewer, params.stream_id)
      return { email: '' }
    },
  })
}

function creating(api: Api, news: ChannelNews): void {
  api.post('/channels/create', {
    access: 'member',
    params: {
      name: rawText(),
      description: optional(rawText()),
      subscribers: json(z.array(UserId)),
      ...newChannelParams,
    },
    async handle({ viewer, params, request, inTransaction }) {
      const wanted = { name: params.name, description: params.description, ...newChannelFrom(params) }
      const { id } = await inTransaction(async (trx) => {
        const channel = await openChannel(trx, viewer, wanted, params.subscribers, request.origin)
        await news.tellCreated(trx, viewer, [channel], { announce: params.announce ?? false, realmUrl: request.origin })
        return channel
      })
      return { id }
    },
  })
}

function changing(api: Api, news: ChannelNews): void {
  api.patch('/streams/:stream_id', {
    access: 'member',
    params: {
      stream_id: ChannelId,
      new_name: optional(text()),
      description: optional(text()),
      is_private: optional(flag()),
      is_web_public: optional(flag()),
      history_public_to_subscribers: optional(flag()),
      is_default_stream: optional(flag()),
      is_archived: optional(flag()),
      folder_id: folderId,
      topics_policy: optional(text().pipe(z.enum(topicsPolicies))),
      message_retention_days: optional(retentionDays),
      ...permissionChanges,
    },
    async handle({ viewer, params, request, inTransaction }) {
      const change = {
        name: params.new_name,
        description: params.description,
        isPrivate: params.is_private,
        isWebPublic: params.is_web_public,
        isHistoryShared: params.history_public_to_subscribers,
        isDefault: params.is_default_stream,
        isArchived: params.is_archived,
        folderId: params.folder_id,
        topicsPolicy: params.topics_policy,
        messageRetentionDays: params.message_retention_days,
        permissions: permissionsOrNone(pickPermissions(params)),
      }
      await inTransaction(async (trx) => {
        const standing = await getVisibleChannel(trx, viewer, params.stream_id)
        const changed = await updateChannel(trx, standing, change, request.origin)
        await news.tellChanged(trx, viewer, standing.channel, changed, request.origin)
      })
      return {}
    },
  })

  api.delete('/streams/:stream_id', {
    access: 'member',
    params: { stream_id: ChannelId },
    async handle({ viewer, params, request, inTransaction }) {
      await inTransaction(async (trx) => {
        const standing = await getVisibleChannel(trx, viewer, params.stream_id)
        if (!mayAdminister(standing)) throw mayNotAdminister()
        const archived = await setArchived(trx, standing.channel, true)
        await news.tellChanged(trx, viewer, standing.channel, archived, request.origin)
      })
      return {}
    },
  })
}

const permissionsOrNone = <P extends object>(permissions: P): P | undefined =>
  Object.keys(permissions).length > 0 ? permissions : undefined
