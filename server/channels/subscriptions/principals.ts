import { findUserByEmail, findUsers, type User } from '../../accounts/find.ts'
import { ApiError } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'

const notYours = (principal: string | number): ApiError =>
  new ApiError('UNAUTHORIZED_PRINCIPAL', `User not authorized to execute queries on behalf of '${principal}'`, 403, {
    principal,
  })

/**
 * The people that a request is about, each once, by id or e-mail address.
 * @throws ApiError UNAUTHORIZED_PRINCIPAL where one is unknown or deactivated
 */
export async function getPrincipals(db: Db, principals: readonly (UserId | string)[]): Promise<User[]> {
  const ids = principals.filter((principal) => typeof principal === 'number')
  const byId = new Map<UserId, User>()
  for (let start = 0; start < ids.length; start += 500) {
    for (const user of await findUsers(db, ids.slice(start, start + 500))) byId.set(user.id, user)
  }
  const people = new Map<UserId, User>()
  for (const principal of principals) {
    const user = typeof principal === 'number' ? byId.get(principal) : await findUserByEmail(db, principal)
    if (user?.isActive !== 1 || user.isSystemBot === 1) throw notYours(principal)
    people.set(user.id, user)
  }
  return [...people.values()]
}
