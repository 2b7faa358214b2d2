import { createOrganization, type NewOrganization } from '../accounts/create-organization.ts'
import type { User } from '../accounts/find.ts'
import { createFirstChannel } from '../channels/create.ts'
import type { Trx } from '../database/connection.ts'

/**
 * Makes the organization, its owner, and the channel that everyone begins with.
 * @returns the owner
 * @throws ApiError when there is an organization already, or a name or address will not do
 */
export async function setUpOrganization(trx: Trx, organization: NewOrganization): Promise<User> {
  const owner = await createOrganization(trx, organization)
  await createFirstChannel(trx, owner)
  return owner
}
