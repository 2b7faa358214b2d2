import { z } from 'zod'
import { ApiError, badRequest } from '../../api/error.ts'
import { ChannelId } from '../../api/ids.ts'
import { flag, integer, json, optional, rawText } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { isAtLeast, Role, type Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { groupIdsOf, isAmong } from '../../realm/membership.ts'
import { type RealmSettings, realmSettings } from '../../realm/settings.ts'
import { mayGrant } from '../access.ts'
import { insufficientPermission } from '../errors.ts'
import { RoleParam } from '../user-routes.ts'
import {
  createInvitation,
  type Invitation,
  invitationLink,
  openInvitations,
  renewInvitation,
  revokeInvitation,
} from './invitations.ts'

const terms = {
  invite_expires_in_minutes: json(z.number().int().positive().nullable().optional()),
  invite_as: optional(RoleParam),
  stream_ids: optional(json(z.array(ChannelId))),
  include_realm_default_subscriptions: optional(flag()),
}

interface Terms {
  readonly invite_expires_in_minutes?: number | null
  readonly invite_as?: Role
  readonly stream_ids?: readonly ChannelId[]
  readonly include_realm_default_subscriptions?: boolean
}

export function invitationRoutes(api: Api): void {
  api.get('/invites', {
    access: 'member',
    async handle({ viewer, request, db }) {
      const invitations = await openInvitations(db, isAtLeast(viewer, Role.admin) ? undefined : viewer.id)
      return { invites: invitations.map((invitation) => wireInvitation(invitation, request.originForOthers())) }
    },
  })
  makingRoutes(api)
  endingRoutes(api)
}

function makingRoutes(api: Api): void {
  /** We send no mail: whoever invites passes the links of `GET /invites` on. */
  api.post('/invites', {
    access: 'member',
    params: { ...terms, invitee_emails: rawText(), notify_referrer_on_join: optional(flag()) },
    async handle({ viewer, params, inTransaction }) {
      const emails = params.invitee_emails.split(/[\s,;]+/).filter((email) => email !== '')
      if (emails.length === 0) throw badRequest('You must specify at least one email address.')
      await inTransaction(async (trx) => {
        await requireMayInvite(trx, viewer, 'can_invite_users_group', params.invite_as)
        const given = { ...invitationOf(viewer, params), notifyInviter: params.notify_referrer_on_join }
        for (const email of new Set(emails)) await createInvitation(trx, { ...given, email })
      })
      return {}
    },
  })

  api.post('/invites/multiuse', {
    access: 'member',
    params: terms,
    async handle({ viewer, params, request, inTransaction }) {
      const invitation = await inTransaction(async (trx) => {
        await requireMayInvite(trx, viewer, 'create_multiuse_invite_group', params.invite_as)
        return await createInvitation(trx, invitationOf(viewer, params))
      })
      return { invite_link: invitationLink(request.originForOthers(), invitation) }
    },
  })
}

const invitationOf = (viewer: Viewer, given: Terms) => ({
  invitedById: viewer.id,
  role: given.invite_as,
  channelIds: given.stream_ids,
  includeDefaultChannels: given.include_realm_default_subscriptions ?? given.stream_ids === undefined,
  minutesValid: given.invite_expires_in_minutes,
})

async function requireMayInvite(
  trx: Trx,
  viewer: Viewer,
  permission: keyof Pick<RealmSettings, 'can_invite_users_group' | 'create_multiuse_invite_group'>,
  role: Role = Role.member,
): Promise<void> {
  const settings = await realmSettings(trx)
  if (!isAmong(settings[permission], viewer.id, await groupIdsOf(trx, viewer.id))) throw insufficientPermission()
  if (role < Role.member && !mayGrant(viewer, role))
    throw new ApiError('BAD_REQUEST', 'You may not invite people with this role.')
}

function endingRoutes(api: Api): void {
  const params = { invite_id: integer(z.number().int()) }
  api.delete('/invites/multiuse/:invite_id', {
    access: 'member',
    params,
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => revokeInvitation(trx, viewer, params.invite_id, 'link'))
      return {}
    },
  })
  api.delete('/invites/:invite_id', {
    access: 'member',
    params,
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => revokeInvitation(trx, viewer, params.invite_id, 'personal'))
      return {}
    },
  })
  api.post('/invites/:invite_id/resend', {
    access: 'member',
    params,
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => renewInvitation(trx, viewer, params.invite_id))
      return {}
    },
  })
}

const wireInvitation = (invitation: Invitation, origin: string) => ({
  id: invitation.id,
  invited_by_user_id: invitation.invitedById,
  invited: invitation.createdAt,
  expiry_date: invitation.expiresAt,
  invited_as: invitation.role,
  link_url: invitationLink(origin, invitation),
  is_multiuse: invitation.email === null,
  notify_referrer_on_join: invitation.notifyInviter === 1,
  ...(invitation.email === null ? {} : { email: invitation.email }),
})
