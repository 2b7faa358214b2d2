import { Role } from '../api/viewer.ts'
import { avatarUrl } from './avatar-url.ts'
import type { User } from './queries.ts'
import { EmailVisibility, settingsOf } from './settings/user-settings.ts'

/** The lowest rank that reads an address, by the choice of its owner. Nobody but the owner of the address ranks 0. */
const lowestReader: Readonly<Record<number, number>> = {
  [EmailVisibility.everyone]: Role.guest,
  [EmailVisibility.members]: Role.member,
  [EmailVisibility.moderators]: Role.moderator,
  [EmailVisibility.admins]: Role.admin,
  [EmailVisibility.nobody]: 0,
}

/** Whether someone of `role`, other than the user, sees where the user's mail goes. */
export function mayReadEmail(role: Role, user: Pick<User, 'settings'>): boolean {
  return role <= (lowestReader[settingsOf(user).email_address_visibility as number] ?? 0)
}

/** Zulip's form of a moment: ISO 8601 with the offset written out. */
export const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, '+00:00')

/** A user as others see them. `showEmail`: with the address mail goes to, where Zulip otherwise says null. */
export function wireUser(user: User, showEmail: boolean) {
  const isBot = user.isBot === 1
  return {
    user_id: user.id,
    delivery_email: showEmail ? user.deliveryEmail : null,
    email: user.email,
    full_name: user.fullName,
    date_joined: isoTime(user.dateJoined),
    is_active: user.isActive === 1,
    is_owner: user.role === Role.owner,
    is_admin: user.role <= Role.admin,
    is_guest: user.role === Role.guest,
    is_bot: isBot,
    bot_type: user.botType,
    bot_owner_id: user.botOwnerId,
    role: user.role,
    timezone: user.timezone,
    avatar_url: avatarUrl(user),
    avatar_version: user.avatarVersion,
    ...(isBot ? {} : { profile_data: {} }),
  }
}

/** One of the bots that Landline itself speaks through. */
export const wireSystemBot = (user: User) => ({ ...wireUser(user, true), is_system_bot: true })
