import type { Role, Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { mayGrant } from './access.ts'
import { insufficientPermission } from './errors.ts'
import { changeRole } from './profile.ts'
import type { User } from './queries.ts'

/** Gives somebody a role, and takes the one they have. @throws ApiError where either is above what the viewer may give */
export async function grantRole(trx: Trx, viewer: Viewer, user: User, role: Role): Promise<void> {
  if (!mayGrant(viewer, role) || !mayGrant(viewer, user.role)) throw insufficientPermission()
  await changeRole(trx, user, role)
}
