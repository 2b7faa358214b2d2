import { badRequest } from '../api/error.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import { insufficientPermission, noSuchUser } from './errors.ts'
import type { User } from './queries.ts'

/** Administrators look after everyone but owners, owners after everyone; people look after their own bots. */
export function mayManage(viewer: Viewer, user: User): boolean {
  if (user.isSystemBot === 1) return false
  if (user.isBot === 1 && user.botOwnerId === viewer.id) return true
  return isAtLeast(viewer, user.role === Role.owner ? Role.owner : Role.admin)
}

/** Nobody grants a role above their own, and only administrators grant any. */
export const mayGrant = (viewer: Viewer, role: Role): boolean => isAtLeast(viewer, role === Role.owner ? Role.owner : Role.admin)

/** @throws ApiError as a missing user would, or because the viewer may not */
export function manageable(viewer: Viewer, user: User | undefined): User {
  if (!user || user.isSystemBot === 1) throw noSuchUser()
  if (!mayManage(viewer, user)) throw insufficientPermission()
  return user
}

/** @throws ApiError when the account is deactivated */
export function active(user: User): User {
  if (user.isActive === 0) throw badRequest('User is deactivated')
  return user
}
