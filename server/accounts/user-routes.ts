import { z } from 'zod'
import { ApiError } from '../api/error.ts'
import { UserId } from '../api/ids.ts'
import { flag, json, optional, rawText, text } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { active, manageable } from './access.ts'
import { insufficientPermission, lastOwnerLeaves, noSuchUser } from './errors.ts'
import { grantRole } from './grant-role.ts'
import { deactivateUser, isLastOwner, reactivateUser } from './lifecycle.ts'
import { changeEmail, changeFullName } from './profile.ts'
import { allUsers, findUser, findUserByEmail, findUsers, type User } from './queries.ts'
import { mayReadEmail, wireUser } from './wire.ts'

const listing = { client_gravatar: optional(flag()), include_custom_profile_fields: optional(flag()) }

export const RoleParam = json(z.literal(Object.values(Role)))

export function userRoutes(api: Api): void {
  readingRoutes(api)
  changingRoutes(api)
  leavingRoutes(api)
}

function readingRoutes(api: Api): void {
  api.get('/users', {
    access: 'user',
    params: { ...listing, user_ids: optional(json(z.array(UserId))) },
    async handle({ viewer, params, db }) {
      const users = params.user_ids
        ? (await findUsers(db, params.user_ids)).filter(({ isSystemBot }) => !isSystemBot)
        : await allUsers(db)
      return { members: users.map((user) => seenBy(viewer, user, params.include_custom_profile_fields)) }
    },
  })

  api.get('/users/:user', {
    access: 'user',
    params: { ...listing, user: text() },
    async handle({ viewer, params, db }) {
      const user = await findByIdOrEmail(db, viewer, params.user)
      if (!user) throw noSuchUser()
      return { user: seenBy(viewer, user, params.include_custom_profile_fields) }
    },
  })
}

function seenBy(viewer: Viewer, user: User, withProfile = false) {
  const { profile_data, ...rest } = wireUser(user, user.id === viewer.id || mayReadEmail(viewer.role, user))
  return withProfile && profile_data ? { ...rest, profile_data } : rest
}

/** By id, or by an address that the viewer may know. */
async function findByIdOrEmail(db: Db, viewer: Viewer, given: string): Promise<User | undefined> {
  if (/^\d+$/.test(given)) return await findUser(db, UserId.parse(given))
  const user = await findUserByEmail(db, given)
  const isKnown =
    user && (user.email.toLowerCase() === given.toLowerCase() || user.id === viewer.id || mayReadEmail(viewer.role, user))
  return isKnown ? user : undefined
}

function changingRoutes(api: Api): void {
  api.patch('/users/:user', {
    access: 'user',
    params: {
      user: text(),
      full_name: optional(rawText()),
      role: optional(RoleParam),
      new_email: optional(rawText()),
      profile_data: optional(json(z.array(z.unknown()))),
    },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction(async (trx) => {
        const user = active(manageable(viewer, await findByIdOrEmail(trx, viewer, params.user)))
        if (params.role !== undefined && params.role !== user.role) await grantRole(trx, viewer, user, params.role)
        if (params.full_name !== undefined) await changeFullName(trx, user, params.full_name)
        if (params.new_email !== undefined) {
          if (!isAtLeast(viewer, Role.admin)) throw insufficientPermission()
          await changeEmail(trx, user, params.new_email)
        }
        if (params.profile_data?.length) throw noProfileFields()
      })
      return {}
    },
  })

  api.post('/users/:user_id/reactivate', {
    access: 'user',
    params: { user_id: UserId },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction(async (trx) => reactivateUser(trx, manageable(viewer, await findUser(trx, params.user_id)), viewer.id))
      return {}
    },
  })
}

const noProfileFields = (): ApiError => new ApiError('BAD_REQUEST', 'This organization has no custom profile fields.')

function leavingRoutes(api: Api): void {
  api.delete('/users/me', {
    access: 'user',
    async handle({ viewer, inTransaction }) {
      await inTransaction(async (trx) => {
        const user = (await findUser(trx, viewer.id))!
        if (await isLastOwner(trx, user)) throw lastOwnerLeaves()
        await deactivateUser(trx, user)
      })
      return {}
    },
  })

  api.delete('/users/:user_id', {
    access: 'user',
    params: { user_id: UserId, deactivation_notification_comment: optional(rawText()) },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction(async (trx) => deactivateUser(trx, manageable(viewer, await findUser(trx, params.user_id))))
      return {}
    },
  })
}
