import { z } from 'zod'
import { UserGroupId, UserId } from '../api/ids.ts'
import { flag, json, optional, text } from '../api/params.ts'
import { textLimits } from '../realm/snapshot.ts'
import type { NewChannel } from './create.ts'
import type { Permissions } from './permissions.ts'
import { type ChannelPermission, channelPermissions, topicsPolicies } from './settings.ts'

export const topicName = z.string().trim().max(textLimits.max_topic_length)

const groupValue = z.union([
  UserGroupId,
  z.strictObject({ direct_members: z.array(UserId), direct_subgroups: z.array(UserGroupId) }),
])

type ByPermission<T extends z.ZodType> = Record<ChannelPermission, T>

function forEachPermission<T extends z.ZodType>(schema: T): ByPermission<T> {
  return Object.fromEntries(channelPermissions.map((permission) => [permission, schema])) as ByPermission<T>
}

/** `can_…_group` where a channel is made. */
const newPermissions = forEachPermission(optional(json(groupValue)))

/** The same where one is changed: the new value, and what the client believes to be the old one. */
export const permissionChanges = forEachPermission(optional(json(z.object({ new: groupValue, old: groupValue.optional() }))))

/** Those that were given. */
export function pickPermissions<V>(
  params: Readonly<Partial<Record<ChannelPermission, V>>>,
): Partial<Record<ChannelPermission, V>> {
  const given = channelPermissions.filter((permission) => params[permission] !== undefined)
  return Object.fromEntries(given.map((permission) => [permission, params[permission]]))
}

/** Days; or in words, of which we keep -1 for "for ever" and null for "as the organization does". */
export const retentionDays = json(
  z.union([
    z.number().int().positive(),
    z.enum(['unlimited', 'forever']).transform(() => -1),
    z.literal('realm_default').transform(() => null),
  ]),
)

/** Null is a value here: in no folder. */
export const folderId = json(z.number().int().nullable().optional())

/** What may be said of a channel as it is made. */
export const newChannelParams = {
  announce: optional(flag()),
  invite_only: optional(flag()),
  is_web_public: optional(flag()),
  is_default_stream: optional(flag()),
  history_public_to_subscribers: optional(flag()),
  message_retention_days: optional(retentionDays),
  topics_policy: optional(text().pipe(z.enum(topicsPolicies))),
  folder_id: folderId,
  send_new_subscription_messages: optional(flag()),
  ...newPermissions,
}

type NewChannelParams = { readonly [Name in keyof typeof newChannelParams]?: z.infer<(typeof newChannelParams)[Name]> }

export const newChannelFrom = (params: NewChannelParams): Omit<NewChannel, 'name'> => ({
  isPrivate: params.invite_only,
  isWebPublic: params.is_web_public,
  isHistoryShared: params.history_public_to_subscribers,
  isDefault: params.is_default_stream,
  folderId: params.folder_id,
  topicsPolicy: params.topics_policy,
  messageRetentionDays: params.message_retention_days,
  permissions: pickPermissions(params) as Permissions,
})
