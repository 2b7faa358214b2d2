import { insufficientPermission } from '../accounts/errors.ts'
import { badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import type { GroupSetting } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import type { PlainEvent } from '../realtime/event.ts'
import { mayAdminister, mayRead, type Standing } from './access.ts'
import { setArchived } from './archive.ts'
import { audienceOf } from './audience.ts'
import { listedChannel } from './catalogue.ts'
import { type Channel, foldName } from './channel.ts'
import { setDefault } from './default-channels.ts'
import { channelNameTaken, mayNotAdminister } from './errors.ts'
import { channelChanged, channelsAppeared, channelsVanished } from './events.ts'
import { folderExists } from './folders/folders.ts'
import { checkChannelName, checkDescription } from './names.ts'
import { channelRightsOf, checkExpected, checkGroups, isAboutDeleting, permissionsIn, plainest } from './permissions.ts'
import { channelByNameKey, updateChannelRow } from './queries.ts'
import type { ChannelPermission, ChannelSettings, TopicsPolicy } from './settings.ts'
import { postPolicyOf, wirePermission } from './wire.ts'

/** A permission's new value; with the old one, the change is refused if somebody else made another meanwhile. */
export interface PermissionChange {
  readonly new: GroupSetting
  readonly old?: GroupSetting
}

export interface ChannelChange {
  readonly name?: string
  readonly description?: string
  readonly isPrivate?: boolean
  readonly isWebPublic?: boolean
  readonly isHistoryShared?: boolean
  readonly isDefault?: boolean
  readonly isArchived?: boolean
  /** Null: in no folder. */
  readonly folderId?: number | null
  readonly topicsPolicy?: TopicsPolicy
  /** Null: as the organization does; -1: for ever. */
  readonly messageRetentionDays?: number | null
  readonly permissions?: Readonly<Partial<Record<ChannelPermission, PermissionChange>>>
}

/**
 * Changes a channel, and tells those who may see it, saw it, or see it now.
 * @param realmUrl our own origin, for links in the description
 * @returns it as it is now
 * @throws ApiError CANNOT_ADMINISTER_CHANNEL when the viewer may not; BAD_REQUEST when something given will not do;
 * EXPECTATION_MISMATCH when a permission is no longer what the viewer believed
 * @see https://zulip.com/api/update-stream
 */
export async function updateChannel(trx: Trx, standing: Standing, change: ChannelChange, realmUrl: string): Promise<Channel> {
  const { viewer, channel } = standing
  if (!mayAdminister(standing)) throw mayNotAdminister()
  await refuseUnlawful(trx, viewer, standing, change)

  const row = await rowChange(trx, standing, change, realmUrl)
  const before = new Set(await audienceOf(trx, channel))
  const changed = Object.keys(row).length > 0 ? await updateChannelRow(trx, channel.id, row) : channel
  await tell(trx, channel, changed, before)
  if (change.isDefault !== undefined) await setDefault(trx, changed, change.isDefault)
  return change.isArchived === undefined ? changed : setArchived(trx, changed, change.isArchived)
}

async function refuseUnlawful(
  trx: Trx,
  viewer: Pick<Viewer, 'id' | 'role'>,
  standing: Standing,
  change: ChannelChange,
): Promise<void> {
  const rights = await channelRightsOf(trx, viewer)
  const isEntrance = change.isPrivate !== undefined || change.isHistoryShared !== undefined || change.permissions !== undefined
  if (isEntrance && standing.channel.isPrivate === 1 && !mayRead(standing)) throw mayNotAdminister()
  if (change.isWebPublic) throw badRequest('Web-public channels are not enabled.')
  if (change.isPrivate && !rights.createPrivate) throw insufficientPermission()
  if (change.isPrivate === false && !rights.createPublic) throw insufficientPermission()
  if (change.messageRetentionDays !== undefined && !rights.setRetention) throw badRequest('Must be an organization owner')
  if (change.topicsPolicy !== undefined && !rights.setTopicsPolicy) throw insufficientPermission()
  if (permissionsIn(change.permissions ?? {}).some(isAboutDeleting) && !rights.setDeletePolicy) throw insufficientPermission()
  if (change.folderId && !(await folderExists(trx, change.folderId))) throw badRequest('Invalid channel folder ID')
  const becomesPrivate = change.isPrivate ?? standing.channel.isPrivate === 1
  if (becomesPrivate && (change.isDefault ?? standing.channel.isDefault === 1)) {
    throw badRequest('A default channel cannot be private.')
  }
}

async function rowChange(trx: Trx, { viewer, channel }: Standing, change: ChannelChange, realmUrl: string) {
  return {
    ...(change.name === undefined ? {} : await nameChange(trx, channel, change.name)),
    ...(change.description === undefined ? {} : await checkDescription(trx, viewer, change.description, realmUrl)),
    ...privacyChange(channel, change),
    ...(change.folderId === undefined ? {} : { folderId: change.folderId }),
    ...(change.messageRetentionDays === undefined ? {} : { messageRetentionDays: change.messageRetentionDays }),
    ...(change.topicsPolicy === undefined && change.permissions === undefined
      ? {}
      : { settings: JSON.stringify(await settingsChange(trx, channel, change)) }),
  }
}

async function nameChange(trx: Trx, channel: Channel, wanted: string) {
  const name = checkChannelName(wanted)
  if (name === channel.name) throw badRequest('Channel already has that name.')
  const other = await channelByNameKey(trx, foldName(name))
  if (other && other.id !== channel.id) throw channelNameTaken(name)
  return { name, nameKey: foldName(name) }
}

/** Public channels always share their history; one that becomes private keeps it shared unless somebody says otherwise. */
function privacyChange(channel: Channel, { isPrivate, isHistoryShared }: ChannelChange) {
  if (isPrivate === undefined && isHistoryShared === undefined) return {}
  const willBePrivate = isPrivate ?? channel.isPrivate === 1
  if (!willBePrivate && isHistoryShared === false) throw badRequest('Invalid parameters')
  const shared = willBePrivate ? (isHistoryShared ?? channel.isHistoryShared === 1) : true
  return { isPrivate: willBePrivate ? 1 : 0, isHistoryShared: shared ? 1 : 0 }
}

async function settingsChange(trx: Trx, channel: Channel, { topicsPolicy, permissions = {} }: ChannelChange) {
  const settings: Record<string, unknown> = { ...channel.settings }
  if (topicsPolicy === 'inherit') delete settings.topics_policy
  else if (topicsPolicy) settings.topics_policy = topicsPolicy
  const names = permissionsIn(permissions)
  await checkGroups(
    trx,
    names.map((name) => permissions[name]!.new),
  )
  for (const name of names) {
    checkExpected(channel, name, permissions[name]!.old)
    settings[name] = plainest(permissions[name]!.new)
  }
  return settings as ChannelSettings
}

async function tell(trx: Trx, was: Channel, is: Channel, before: ReadonlySet<UserId>): Promise<void> {
  const now = await audienceOf(trx, is)
  const stillThere = now.filter((id) => before.has(id))
  for (const event of differences(was, is)) emit(trx, event, stillThere)

  const appeared = now.filter((id) => !before.has(id))
  if (appeared.length > 0) emit(trx, channelsAppeared([await listedChannel(trx, is.id)]), appeared)
  const seesIt = new Set(now)
  emit(
    trx,
    channelsVanished([is.id]),
    [...before].filter((id) => !seesIt.has(id)),
  )
}

/** What changed, one property an event; each names the channel as clients knew it until then. */
function differences(was: Channel, is: Channel): PlainEvent[] {
  const events: PlainEvent[] = []
  const changed = (property: string, value: unknown, extra?: Readonly<Record<string, unknown>>) =>
    events.push(channelChanged(was, property, value, extra))
  if (is.name !== was.name) changed('name', is.name)
  if (is.description !== was.description) changed('description', is.description, { rendered_description: is.renderedDescription })
  if (is.isPrivate !== was.isPrivate || is.isHistoryShared !== was.isHistoryShared) {
    const extra = { history_public_to_subscribers: is.isHistoryShared === 1, is_web_public: is.isWebPublic === 1 }
    changed('invite_only', is.isPrivate === 1, extra)
  }
  if (is.folderId !== was.folderId) changed('folder_id', is.folderId)
  if (is.messageRetentionDays !== was.messageRetentionDays) changed('message_retention_days', is.messageRetentionDays)
  const policy = is.settings.topics_policy ?? 'inherit'
  if (policy !== (was.settings.topics_policy ?? 'inherit')) changed('topics_policy', policy)
  for (const [name, value] of changedPermissions(was, is)) {
    changed(name, value)
    if (name === 'can_send_message_group') changed('stream_post_policy', postPolicyOf(value))
  }
  return events
}

const changedPermissions = (was: Channel, is: Channel): [ChannelPermission, GroupSetting][] =>
  permissionsIn({ ...was.settings, ...is.settings })
    .map((name): [ChannelPermission, GroupSetting] => [name, wirePermission(is, name)])
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(wirePermission(was, name)))
