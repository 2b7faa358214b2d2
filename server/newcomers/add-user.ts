import { createUser, type NewUser } from '../accounts/create-user.ts'
import type { User } from '../accounts/find.ts'
import { subscribeToDefaultChannels } from '../channels/default-channels.ts'
import type { Trx } from '../database/connection.ts'
import { noOrganization } from '../realm/errors.ts'
import { findRealm } from '../realm/find.ts'

/**
 * Makes an account with the channels that everyone begins with.
 * @throws ApiError while there is no organization, when name or address will not do, or the address is in use
 */
export async function addUser(trx: Trx, given: NewUser): Promise<User> {
  if (!(await findRealm(trx))) throw noOrganization()
  const user = await createUser(trx, given)
  await subscribeToDefaultChannels(trx, user)
  return user
}
