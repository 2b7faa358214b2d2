import { insufficientPermission } from '../accounts/errors.ts'
import { badRequest } from '../api/error.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import { audienceOf } from './audience.ts'
import { listedChannel } from './catalogue.ts'
import { type Channel, foldName, newStamp } from './channel.ts'
import { tellDefaultChannels } from './default-channels.ts'
import { channelNameTaken } from './errors.ts'
import { channelsAppeared } from './events.ts'
import { folderExists } from './folders/folders.ts'
import { checkChannelName, checkDescription } from './names.ts'
import {
  type ChannelRights,
  channelRightsOf,
  checkGroups,
  isAboutDeleting,
  type Permissions,
  permissionsIn,
  plainest,
} from './permissions.ts'
import { channelByNameKey, insertChannel } from './queries.ts'
import type { TopicsPolicy } from './settings.ts'
import { subscribe } from './subscriptions/subscribe.ts'
import type { Author } from './words-in-text.ts'

export interface NewChannel {
  readonly name: string
  readonly description?: string
  readonly isPrivate?: boolean
  readonly isWebPublic?: boolean
  /** Newcomers read what was written before they came; always so in a public channel. */
  readonly isHistoryShared?: boolean
  readonly isDefault?: boolean
  readonly folderId?: number | null
  readonly topicsPolicy?: TopicsPolicy
  /** Null: as the organization does; -1: for ever. */
  readonly messageRetentionDays?: number | null
  readonly permissions?: Permissions
}

/**
 * Makes a channel, with nobody in it yet.
 * @param realmUrl our own origin, for links in the description
 * @throws ApiError BAD_REQUEST when the viewer may not, the name is taken or something given will not do
 */
export async function createChannel(trx: Trx, viewer: Viewer, wanted: NewChannel, realmUrl = ''): Promise<Channel> {
  refuseUnlawful(wanted, await channelRightsOf(trx, viewer))
  await checkGroups(trx, Object.values(wanted.permissions ?? {}))
  if (wanted.folderId && !(await folderExists(trx, wanted.folderId))) throw badRequest('Invalid channel folder ID')
  return insert(trx, viewer, wanted, realmUrl)
}

function refuseUnlawful(wanted: NewChannel, rights: ChannelRights): void {
  if (wanted.isWebPublic) throw badRequest('Web-public channels are not enabled.')
  if (!(wanted.isPrivate ? rights.createPrivate : rights.createPublic)) throw insufficientPermission()
  if (wanted.isPrivate && wanted.isDefault) throw badRequest('A default channel cannot be private.')
  if (wanted.messageRetentionDays != null && !rights.setRetention) throw badRequest('Must be an organization owner')
  if (wanted.topicsPolicy && wanted.topicsPolicy !== 'inherit' && !rights.setTopicsPolicy) throw insufficientPermission()
  if (permissionsIn(wanted.permissions ?? {}).some(isAboutDeleting) && !rights.setDeletePolicy) throw insufficientPermission()
}

async function insert(trx: Trx, creator: Author, wanted: NewChannel, realmUrl: string): Promise<Channel> {
  const name = checkChannelName(wanted.name)
  if (await channelByNameKey(trx, foldName(name))) throw channelNameTaken(name)
  const channel = await insertChannel(trx, {
    name,
    nameKey: foldName(name),
    ...(await checkDescription(trx, creator, wanted.description ?? '', realmUrl)),
    creatorId: creator.id,
    createdAt: unixNow(),
    isPrivate: wanted.isPrivate ? 1 : 0,
    isHistoryShared: !wanted.isPrivate || wanted.isHistoryShared ? 1 : 0,
    isDefault: wanted.isDefault ? 1 : 0,
    folderId: wanted.folderId ?? null,
    messageRetentionDays: wanted.messageRetentionDays ?? null,
    settings: JSON.stringify(settingsOf(wanted)),
    stamp: newStamp(),
    subscribersStamp: newStamp(),
  })
  emit(trx, channelsAppeared([await listedChannel(trx, channel.id)]), await audienceOf(trx, channel))
  if (wanted.isDefault) await tellDefaultChannels(trx)
  return channel
}

function settingsOf({ topicsPolicy, permissions = {} }: NewChannel): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  if (topicsPolicy && topicsPolicy !== 'inherit') settings.topics_policy = topicsPolicy
  for (const permission of permissionsIn(permissions)) settings[permission] = plainest(permissions[permission]!)
  return settings
}

/** The channel that a new organization begins with: everyone joins it. */
export async function createFirstChannel(trx: Trx, owner: Author): Promise<Channel> {
  const channel = await insert(trx, owner, { name: 'general', description: 'For everyone and everything', isDefault: true }, '')
  await subscribe(trx, channel, [owner.id])
  return channel
}
