import { findUser } from '../accounts/find.ts'
import { findInvitation } from '../accounts/invitations/invitations.ts'
import { checkPassword, hashPassword } from '../accounts/sign-in/passwords.ts'
import { signedIn } from '../accounts/sign-in/sign-in-routes.ts'
import { wireUser } from '../accounts/wire.ts'
import { optional, rawText } from '../api/params.ts'
import type { Api } from '../api/route.ts'
import type { Database } from '../database/connection.ts'
import { newestMessageId } from '../messages/unread/stored.ts'
import type { PresenceBoard } from '../presence/board.ts'
import { organizationExists } from '../realm/errors.ts'
import { findRealm } from '../realm/find.ts'
import type { EventQueues } from '../realtime/queues.ts'
import { emojiDataRoute } from './emoji-data.ts'
import { wrongSetupLink } from './errors.ts'
import { acceptInvitation, join } from './join.ts'
import { register } from './register.ts'
import { registerParams } from './register-params.ts'
import { Sections } from './sections.ts'
import { setUpOrganization } from './set-up-organization.ts'

export interface RegistrationParts {
  readonly database: Database
  readonly presence: PresenceBoard
  readonly queues: EventQueues
  /** Proves that whoever sets up the organization sits at this computer. */
  readonly setupToken: { matches(given: string): boolean }
}

export function registrationRoutes(api: Api, { database, presence, queues, setupToken }: RegistrationParts): void {
  const sections = new Sections(presence)
  api.post('/register', {
    access: 'user',
    params: registerParams,
    handle: ({ viewer, params, request }) => register({ database, queues, sections }, viewer, params, request),
  })
  emojiDataRoute(api)
  newcomerRoutes(api)
  setupRoute(api, setupToken)
  ownUserRoute(api)
}

function newcomerRoutes(api: Api): void {
  api.post('/users', {
    access: 'admin',
    params: { email: rawText(), password: rawText(), full_name: rawText() },
    async handle({ params, inTransaction }) {
      const { email, full_name: fullName, password } = params
      await checkPassword(password, [fullName, email])
      const passwordHash = await hashPassword(password)
      const user = await inTransaction((trx) => join(trx, { email, fullName, passwordHash }))
      return { user_id: user.id }
    },
  })

  api.get('/invitations/:token', {
    access: 'open',
    params: { token: rawText() },
    async handle({ params, db }) {
      const { email, role, invitedById, expiresAt } = await findInvitation(db, params.token)
      const inviter = await findUser(db, invitedById)
      const realm = await findRealm(db)
      return { realm_name: realm?.name ?? '', email, role, invited_by: inviter?.fullName ?? '', expiry_date: expiresAt }
    },
  })

  api.post('/invitations/:token/accept', {
    access: 'open',
    params: { token: rawText(), email: rawText(), full_name: rawText(), password: rawText(), timezone: optional(rawText()) },
    async handle({ params, request, db, inTransaction }) {
      const { token, email, full_name: fullName, password, timezone } = params
      await findInvitation(db, token) // before anybody waits for a hash
      await checkPassword(password, [fullName, email])
      const passwordHash = await hashPassword(password)
      const user = await inTransaction((trx) => acceptInvitation(trx, token, { email, fullName, passwordHash, timezone }))
      return await signedIn(inTransaction, user, request)
    },
  })
}

function setupRoute(api: Api, setupToken: RegistrationParts['setupToken']): void {
  api.post('/setup', {
    access: 'open',
    params: { token: rawText(), organization: rawText(), email: rawText(), full_name: rawText(), password: rawText() },
    async handle({ params, request, db, inTransaction }) {
      if (!setupToken.matches(params.token)) throw wrongSetupLink()
      const existing = await findRealm(db)
      if (existing) throw organizationExists(existing.name)
      const { organization, email: ownerEmail, full_name: ownerName, password } = params
      await checkPassword(password, [ownerName, ownerEmail, organization])
      const passwordHash = await hashPassword(password)
      const owner = await inTransaction((trx) => setUpOrganization(trx, { organization, ownerEmail, ownerName, passwordHash }))
      return await signedIn(inTransaction, owner, request)
    },
  })
}

function ownUserRoute(api: Api): void {
  api.get('/users/me', {
    access: 'user',
    async handle({ viewer, db }) {
      const { bot_type, bot_owner_id, ...fields } = wireUser((await findUser(db, viewer.id))!, true)
      return { ...fields, profile_data: {}, max_message_id: await newestMessageId(db) }
    },
  })
}
