import { unixNow } from '../api/unix-time.ts'
import { Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { createRealm } from '../realm/create.ts'
import { createUser } from './create-user.ts'
import { internalDomain } from './email.ts'
import type { User } from './queries.ts'

/** The bots that Landline itself speaks through; clients know them as `cross_realm_bots`. */
export const systemBotEmails = {
  notifications: `notification-bot@${internalDomain}`,
  welcome: `welcome-bot@${internalDomain}`,
  email: `emailgateway@${internalDomain}`,
} as const

export interface NewOrganization {
  readonly organization: string
  readonly ownerEmail: string
  readonly ownerName: string
  /** From `hashPassword`, after `checkPassword`. */
  readonly passwordHash: string
}

/**
 * Makes the organization of this appliance and its first owner. Its first channel is for whoever calls.
 * @returns the owner
 * @throws ApiError when there is an organization already, or a name or address will not do
 */
export async function createOrganization(trx: Trx, given: NewOrganization): Promise<User> {
  await createRealm(trx, given.organization, unixNow())
  const bot = { type: 1, ownerId: null, isSystemBot: true }
  await createUser(trx, { email: systemBotEmails.notifications, fullName: 'Notification Bot', bot })
  await createUser(trx, { email: systemBotEmails.welcome, fullName: 'Welcome Bot', bot })
  await createUser(trx, { email: systemBotEmails.email, fullName: 'Email Gateway', bot })
  return await createUser(trx, {
    email: given.ownerEmail,
    fullName: given.ownerName,
    role: Role.owner,
    passwordHash: given.passwordHash,
  })
}
