import { createUser, type NewUser } from '../accounts/create-user.ts'
import type { User } from '../accounts/find.ts'
import { addressFor, findInvitation, markAccepted } from '../accounts/invitations/invitations.ts'
import type { ChannelId } from '../api/ids.ts'
import { subscribeToDefaultChannels } from '../channels/default-channels.ts'
import { findChannel } from '../channels/find.ts'
import { subscribe } from '../channels/subscriptions/subscribe.ts'
import type { Trx } from '../database/connection.ts'

/** Makes an account that finds the channels everyone begins with. @throws ApiError as `createUser` does */
export async function join(trx: Trx, newcomer: NewUser): Promise<User> {
  const user = await createUser(trx, newcomer)
  await subscribeToDefaultChannels(trx, user)
  return user
}

/**
 * Makes the account that an invitation promises: its role, its channels.
 * @throws ApiError when the invitation is no good any more, is for another address, or as `createUser` does
 */
export async function acceptInvitation(
  trx: Trx,
  token: string,
  newcomer: { readonly email: string; readonly fullName: string; readonly passwordHash: string; readonly timezone?: string },
): Promise<User> {
  const invitation = await findInvitation(trx, token)
  const email = addressFor(invitation, newcomer.email)
  const user = await createUser(trx, { ...newcomer, email, role: invitation.role })
  if (invitation.includeDefaultChannels === 1) await subscribeToDefaultChannels(trx, user)
  for (const id of JSON.parse(invitation.channelIds) as ChannelId[]) {
    const channel = await findChannel(trx, id)
    if (channel?.isArchived === 0) await subscribe(trx, channel, [user.id])
  }
  await markAccepted(trx, invitation)
  return user
}
