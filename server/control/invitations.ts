import { findUsers, type User } from '../accounts/find.ts'
import {
  createInvitation,
  invitationLink,
  openInvitations,
  revokeInvitation,
  type Invitation as StoredInvitation,
} from '../accounts/invitations/invitations.ts'
import { allUsers } from '../accounts/roster.ts'
import { Role } from '../api/viewer.ts'
import { hostToListenOn, reachableUrls } from '../config/addresses.ts'
import type { Db } from '../database/connection.ts'
import { noOrganization } from '../realm/errors.ts'
import { answer } from './answer.ts'
import { type Invitation, invitations } from './contract/people.ts'
import type { Owner } from './owner.ts'
import { roleName } from './roles.ts'

const minutesADay = 24 * 60

export const invitationCalls = answer(invitations, {
  async list({ owner }) {
    const db = owner.appliance.database.read
    const open = await openInvitations(db)
    const inviters = await findUsers(db, [...new Set(open.map(({ invitedById }) => invitedById))])
    return open.map((one) => asInvitation(owner, one, inviters))
  },

  create: ({ input: { email, role, daysValid }, owner }) =>
    owner.appliance.database.inTransaction(async (trx) => {
      const inviter = await firstOwner(trx)
      const minutesValid = daysValid === null ? null : daysValid * minutesADay
      const invitation = await createInvitation(trx, { invitedById: inviter.id, email, role: Role[role], minutesValid })
      return asInvitation(owner, invitation, [inviter])
    }),

  revoke: ({ input: { id }, owner }) =>
    owner.appliance.database.inTransaction(async (trx) => revokeInvitation(trx, await firstOwner(trx), id)),
})

/** Whoever runs the appliance need not have an account. What they do in the organization is done as its first owner. */
async function firstOwner(db: Db): Promise<User> {
  const owner = (await allUsers(db)).find((user) => user.role === Role.owner && user.isActive === 1 && user.isBot === 0)
  if (!owner) throw noOrganization()
  return owner
}

function asInvitation(owner: Owner, invitation: StoredInvitation, inviters: readonly User[]): Invitation {
  const { id, email, role, invitedById, createdAt, expiresAt } = invitation
  return {
    id,
    link: invitationLink(originOf(owner), invitation),
    email,
    role: roleName(role),
    invitedBy: inviters.find((user) => user.id === invitedById)?.fullName ?? '',
    createdAt,
    expiresAt,
  }
}

/** Where the newcomer will find us: where we are, or else where the settings say we will be. */
function originOf({ server, appliance }: Owner): string {
  const settings = appliance.settings.get()
  return server?.urls[0] ?? reachableUrls(hostToListenOn(settings), settings.port, settings.publicUrl)[0]!
}
