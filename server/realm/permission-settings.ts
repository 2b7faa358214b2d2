import { type GroupSetting, realmSettingKinds } from './settings.ts'
import { SystemGroup, systemGroups } from './system-groups.ts'

/** Which groups may hold a permission, for screens that offer a choice. https://zulip.com/api/register-queue */
interface PermissionSetting {
  readonly require_system_group: boolean
  readonly allow_internet_group: boolean
  readonly allow_nobody_group: boolean
  readonly allow_everyone_group: boolean
  readonly default_group_name: string
  readonly default_for_system_groups: string | null
  readonly allowed_system_groups: readonly string[]
}

const permission = (default_group_name: string, more: Partial<PermissionSetting> = {}): PermissionSetting => ({
  require_system_group: false,
  allow_internet_group: false,
  allow_nobody_group: true,
  allow_everyone_group: false,
  default_group_name,
  default_for_system_groups: null,
  allowed_system_groups: [],
  ...more,
})

const nameOf = (group: GroupSetting): string => systemGroups.find(({ id }) => id === group)?.name ?? 'role:nobody'

const special: Readonly<Record<string, Partial<PermissionSetting>>> = {
  can_access_all_users_group: {
    require_system_group: true,
    allow_nobody_group: false,
    allowed_system_groups: ['role:everyone', 'role:members'],
  },
  can_create_web_public_channel_group: {
    require_system_group: true,
    allowed_system_groups: ['role:moderators', 'role:administrators', 'role:owners', 'role:nobody'],
  },
  can_manage_all_groups: { allow_nobody_group: false },
}

/** A permission that everyone has by default may be left to everyone; guests get no others. */
const realmPermissions = Object.fromEntries(
  Object.entries(realmSettingKinds)
    .filter(([name]) => name.endsWith('_group') || name === 'can_create_groups' || name === 'can_manage_all_groups')
    .map(([name, { initial }]) => [
      name,
      permission(nameOf(initial as GroupSetting), { allow_everyone_group: initial === SystemGroup.everyone, ...special[name] }),
    ]),
)

const everyoneToo = { allow_everyone_group: true }

const channelPermissions = {
  can_add_subscribers_group: permission('role:nobody'),
  can_administer_channel_group: permission('channel_creator'),
  can_delete_any_message_group: permission('role:nobody'),
  can_delete_own_message_group: permission('role:nobody', everyoneToo),
  can_move_messages_out_of_channel_group: permission('role:nobody'),
  can_move_messages_within_channel_group: permission('role:nobody', everyoneToo),
  can_remove_subscribers_group: permission('role:administrators'),
  can_resolve_topics_group: permission('role:nobody', everyoneToo),
  can_send_message_group: permission('role:everyone', everyoneToo),
  can_subscribe_group: permission('role:nobody'),
}

const makers = 'group_creator'
const forSystemGroups = { default_for_system_groups: 'role:nobody' }

const groupPermissions = {
  can_add_members_group: permission(makers, forSystemGroups),
  can_join_group: permission('role:nobody', forSystemGroups),
  can_leave_group: permission('role:everyone', { ...everyoneToo, ...forSystemGroups }),
  can_manage_group: permission(makers, forSystemGroups),
  can_mention_group: permission('role:everyone', { ...everyoneToo, default_for_system_groups: 'role:nobody' }),
  can_remove_members_group: permission('role:nobody', forSystemGroups),
}

export const permissionSettings = { realm: realmPermissions, stream: channelPermissions, group: groupPermissions }
