import type { Selectable } from 'kysely'
import { ApiError, badRequest } from '../../api/error.ts'
import type { ChannelId, UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import { isAtLeast, Role, type Viewer } from '../../api/viewer.ts'
import type { Db, Trx } from '../../database/connection.ts'
import type { InvitationRow } from '../../database/schema/accounts.ts'
import { emit } from '../../realtime/emit.ts'
import { checkEmail, emailKey } from '../names.ts'
import { activeUsers, findUserByEmail } from '../queries.ts'
import { newToken } from '../sign-in/tokens.ts'

export type Invitation = Selectable<InvitationRow>

export interface NewInvitation {
  readonly invitedById: UserId
  /** For one person; without it, whoever has the link may use it, and more than once. */
  readonly email?: string | null
  readonly role?: Role
  readonly channelIds?: readonly ChannelId[]
  /** Also the channels that everyone begins with. */
  readonly includeDefaultChannels?: boolean
  /** Null: it never expires. */
  readonly minutesValid?: number | null
  readonly notifyInviter?: boolean
}

/** Zulip's: ten days. */
const usualMinutes = 10 * 24 * 60

/** The page where a newcomer accepts. */
export const invitationLink = (origin: string, { token }: Pick<Invitation, 'token'>): string => `${origin}/join/${token}/`

/** @throws ApiError when the address will not do, or somebody has an account with it */
export async function createInvitation(trx: Trx, given: NewInvitation): Promise<Invitation> {
  const email = given.email ? checkEmail(given.email) : null
  if (email && (await findUserByEmail(trx, email))) throw badRequest(`${email} already has an account.`)
  const { minutesValid = usualMinutes } = given
  const invitation = await trx
    .insertInto('invitations')
    .values({
      token: newToken(),
      invitedById: given.invitedById,
      email,
      role: given.role ?? Role.member,
      channelIds: JSON.stringify(given.channelIds ?? []),
      includeDefaultChannels: given.includeDefaultChannels === false ? 0 : 1,
      notifyInviter: given.notifyInviter === false ? 0 : 1,
      createdAt: unixNow(),
      expiresAt: minutesValid === null ? null : unixNow() + Math.round(minutesValid * 60),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tellInvitationsChanged(trx, given.invitedById)
  return invitation
}

/** Invitations that somebody can still accept, newest first; `invitedById`: only that person's. */
export async function openInvitations(db: Db, invitedById?: UserId): Promise<Invitation[]> {
  let query = db.selectFrom('invitations').selectAll().where('revokedAt', 'is', null).where('acceptedAt', 'is', null)
  if (invitedById !== undefined) query = query.where('invitedById', '=', invitedById)
  const rows = await query.orderBy('id', 'desc').execute()
  return rows.filter(isOpen)
}

const isOpen = ({ revokedAt, acceptedAt, expiresAt }: Invitation): boolean =>
  revokedAt === null && acceptedAt === null && (expiresAt === null || expiresAt > unixNow())

/** @throws ApiError in words for the newcomer, when it is unknown, used, revoked or too old */
export async function findInvitation(db: Db, token: string): Promise<Invitation> {
  const invitation = await db.selectFrom('invitations').selectAll().where('token', '=', token).executeTakeFirst()
  if (!invitation) throw notFound('This invitation link is not complete. Open it again from the message that it came in.')
  if (invitation.acceptedAt !== null) throw notFound('This invitation has been used already. Sign in, or ask for another.')
  if (invitation.revokedAt !== null) throw notFound('This invitation has been withdrawn. Ask for another.')
  if (!isOpen(invitation)) throw notFound('This invitation is no longer valid. Ask for another.')
  return invitation
}

const notFound = (message: string): ApiError => new ApiError('NOT_FOUND', message, 404)

/** The address of the newcomer: the one invited, or else the one they gave. */
export function addressFor(invitation: Invitation, given: string): string {
  if (invitation.email === null || emailKey(invitation.email) === emailKey(given)) return given
  throw badRequest(`This invitation is for ${invitation.email}.`)
}

/** Notes that a personal invitation is used up; a link stays. */
export async function markAccepted(trx: Trx, invitation: Invitation): Promise<void> {
  if (invitation.email === null) return
  await trx.updateTable('invitations').set({ acceptedAt: unixNow() }).where('id', '=', invitation.id).execute()
  await tellInvitationsChanged(trx, invitation.invitedById)
}

/** @throws ApiError when there is none such that the viewer may withdraw */
export async function revokeInvitation(
  trx: Trx,
  viewer: Pick<Viewer, 'id' | 'role'>,
  id: number,
  kind?: 'personal' | 'link',
): Promise<void> {
  const invitation = await trx.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
  const isOfKind = !kind || (invitation?.email === null) === (kind === 'link')
  if (!invitation || !isOpen(invitation) || !isOfKind) throw badRequest('No such invitation')
  const mayRevoke = invitation.invitedById === viewer.id || isAtLeast(viewer, Role.admin)
  if (!mayRevoke) throw badRequest('Must be an organization administrator')
  if (invitation.role === Role.owner && viewer.role !== Role.owner) throw badRequest('Must be an organization owner')
  await trx.updateTable('invitations').set({ revokedAt: unixNow() }).where('id', '=', id).execute()
  await tellInvitationsChanged(trx, invitation.invitedById)
}

/** Prolongs a personal invitation, as sending it again does. */
export async function renewInvitation(trx: Trx, viewer: Pick<Viewer, 'id' | 'role'>, id: number): Promise<void> {
  const invitation = await trx.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
  const isTheirs = invitation && (invitation.invitedById === viewer.id || isAtLeast(viewer, Role.admin))
  if (!invitation || !isTheirs || invitation.email === null || !isOpen(invitation)) throw badRequest('No such invitation')
  if (invitation.expiresAt === null) return
  const expiresAt = unixNow() + (invitation.expiresAt - invitation.createdAt)
  await trx.updateTable('invitations').set({ expiresAt, createdAt: unixNow() }).where('id', '=', id).execute()
  await tellInvitationsChanged(trx, invitation.invitedById)
}

async function tellInvitationsChanged(trx: Trx, inviterId: UserId): Promise<void> {
  const administrators = (await activeUsers(trx)).filter((user) => isAtLeast(user, Role.admin)).map(({ id }) => id)
  emit(trx, { type: 'invites_changed' }, [...new Set([...administrators, inviterId])])
}
