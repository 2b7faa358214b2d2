import type { UserId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import { Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { isFullMember, realmSettings } from '../realm/settings.ts'
import { placeInSystemGroups } from '../realm/system-groups.ts'
import { emailTaken } from './errors.ts'
import { tellGroupMoves, tellUserAdded } from './events.ts'
import { checkEmail, checkFullName, emailKey, isTimezone } from './names.ts'
import { findUserByEmail, insertUser, type User } from './queries.ts'

export interface NewUser {
  readonly email: string
  readonly fullName: string
  readonly role?: Role
  /** From `hashPassword`; without one they cannot sign in by password. */
  readonly passwordHash?: string | null
  /** IANA name, such as `Europe/Berlin`. */
  readonly timezone?: string
  /** Zulip's kind of bot (1 to 4), and whom it belongs to. */
  readonly bot?: { readonly type: number; readonly ownerId: UserId | null; readonly isSystemBot?: boolean }
}

/**
 * Makes an account and tells everyone. The newcomer is in the system groups of their role but in no channel yet: that is for
 * whoever calls, because channels build on accounts.
 * @throws ApiError when name or address will not do, or the address is in use
 */
export async function createUser(trx: Trx, { role = Role.member, bot, ...given }: NewUser): Promise<User> {
  const email = checkEmail(given.email)
  if (await findUserByEmail(trx, email)) throw emailTaken(email)
  const now = unixNow()
  const user = await insertUser(trx, {
    email,
    emailKey: emailKey(email),
    deliveryEmail: email,
    deliveryEmailKey: emailKey(email),
    fullName: checkFullName(given.fullName),
    role,
    passwordHash: given.passwordHash ?? null,
    timezone: given.timezone && isTimezone(given.timezone) ? given.timezone : '', // a browser said so, nobody chose it
    isBot: bot ? 1 : 0,
    botType: bot?.type ?? null,
    botOwnerId: bot?.ownerId ?? null,
    isSystemBot: bot?.isSystemBot ? 1 : 0,
    avatarKey: null,
    dateJoined: now,
  })
  if (bot?.isSystemBot) return user // in no group, and clients learn of it from cross_realm_bots
  const moves = await placeInSystemGroups(trx, user.id, role, isFullMember(await realmSettings(trx), now, now))
  await tellUserAdded(trx, user)
  await tellGroupMoves(trx, user.id, moves)
  return user
}
