import type { Db } from '../../database/connection.ts'
import { accountDeactivated, wrongPassword } from '../errors.ts'
import { findUserByEmail, type User } from '../queries.ts'
import { verifyPassword } from './passwords.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/**
 * Whoever has this name and password.
 * @throws ApiError AUTHENTICATION_FAILED (401) alike for an unknown name and a wrong password, USER_DEACTIVATED (401) only to
 * whoever knows the password, RATE_LIMIT_HIT (429)
 */
export async function checkSignIn(db: Db, limits: SignInLimits, name: string, password: string): Promise<User> {
  await limits.check(name)
  const user = await findUserByEmail(db, name)
  const isRight = await verifyPassword(user?.passwordHash, password)
  if (!user || !isRight) {
    await limits.failed(name)
    throw wrongPassword()
  }
  await limits.succeeded(name)
  if (user.isActive === 0) throw accountDeactivated()
  return user
}
