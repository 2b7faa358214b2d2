import { badRequest } from '../api/error.ts'
import { Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { isFullMember, realmSettings } from '../realm/settings.ts'
import { placeInSystemGroups } from '../realm/system-groups.ts'
import { avatarUrl, mediumAvatarUrl } from './avatar-url.ts'
import { tellBotChanged } from './bot-events.ts'
import { shownEmail } from './email.ts'
import { emailTaken } from './errors.ts'
import { tellEmailChanged, tellGroupMoves, tellUserChanged } from './events.ts'
import { refuseLastOwner } from './lifecycle.ts'
import { checkEmail, checkFullName, emailKey, isTimezone } from './names.ts'
import { findUserByEmail, isNameTaken, type User, updateUser } from './queries.ts'
import { settingsOf, type UserSettings } from './settings/user-settings.ts'

/** @throws ApiError when the name will not do, or somebody has it where names must differ */
export async function changeFullName(trx: Trx, user: User, name: string): Promise<void> {
  const fullName = checkFullName(name)
  if (fullName === user.fullName) return
  const { require_unique_names } = await realmSettings(trx)
  if (require_unique_names && (await isNameTaken(trx, fullName, user.id)))
    throw badRequest('Unique names required in this organization.')
  await updateUser(trx, user.id, { fullName })
  await tellUserChanged(trx, user.id, { full_name: fullName })
  await tellBotChanged(trx, user, { full_name: fullName })
  // The picture we draw shows initials.
  if (!user.avatarKey) await showNewAvatar(trx, user)
}

/** Gives the avatar a new address, so that no client keeps the picture of before, and tells everyone. */
export async function showNewAvatar(trx: Trx, user: User): Promise<void> {
  const avatarVersion = user.avatarVersion + 1
  await updateUser(trx, user.id, { avatarVersion })
  const changed = { id: user.id, avatarVersion }
  await tellUserChanged(trx, user.id, {
    avatar_source: user.avatarKey ? 'U' : 'G',
    avatar_url: avatarUrl(changed),
    avatar_url_medium: mediumAvatarUrl(changed),
    avatar_version: avatarVersion,
  })
  await tellBotChanged(trx, user, { avatar_url: avatarUrl(changed) })
}

/** @throws ApiError where the last owner would become something else */
export async function changeRole(trx: Trx, user: User, role: Role): Promise<void> {
  if (role === user.role) return
  if (user.role === Role.owner) await refuseLastOwner(trx, user)
  await updateUser(trx, user.id, { role })
  const full = isFullMember(await realmSettings(trx), user.dateJoined, Date.now() / 1000)
  const moves = await placeInSystemGroups(trx, user.id, role, full)
  await tellUserChanged(trx, user.id, { role })
  await tellGroupMoves(trx, user.id, moves)
}

/** @throws ApiError when it is no address, or somebody else's */
export async function changeEmail(trx: Trx, user: User, email: string): Promise<void> {
  const deliveryEmail = checkEmail(email)
  if (deliveryEmail === user.deliveryEmail) return
  const holder = await findUserByEmail(trx, deliveryEmail)
  if (holder && holder.id !== user.id) throw emailTaken(deliveryEmail)
  const changed = { ...user, deliveryEmail, deliveryEmailKey: emailKey(deliveryEmail) }
  await updateUser(trx, user.id, { deliveryEmail, deliveryEmailKey: changed.deliveryEmailKey })
  await tellEmailChanged(trx, changed)
  await showEmail(trx, changed, settingsOf(user))
}

/** Puts the address that others see in line with the real one and with who may read that. */
export async function showEmail(trx: Trx, user: User, settings: UserSettings): Promise<void> {
  const email = shownEmail(user.id, user.deliveryEmail, settings)
  if (email === user.email) return
  await updateUser(trx, user.id, { email, emailKey: emailKey(email) })
  await tellUserChanged(trx, user.id, { new_email: email })
}

/** @param timezone IANA name. @throws ApiError when there is no such zone */
export async function changeTimezone(trx: Trx, user: User, timezone: string): Promise<void> {
  if (timezone === user.timezone) return
  if (timezone !== '' && !isTimezone(timezone)) throw badRequest(`Invalid timezone: ${timezone}`)
  await updateUser(trx, user.id, { timezone })
  await tellUserChanged(trx, user.id, { email: user.email, timezone })
}
