import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { wrongPassword } from '../accounts/errors.ts'
import { findUser, findUserByEmail, type User } from '../accounts/find.ts'
import { verifyPassword } from '../accounts/sign-in/passwords.ts'
import { ApiError, badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import { rawText } from '../api/params.ts'
import type { Api, RequestFacts } from '../api/route.ts'
import { Role } from '../api/viewer.ts'
import { isLoopback } from '../config/addresses.ts'
import type { Db } from '../database/connection.ts'
import { findRealm } from '../realm/find.ts'
import { wrongSetupLink } from '../registration/errors.ts'
import type { Tickets } from './tickets.ts'

/** Wrong passwords before we stop listening, and for how long: fewer than for the chat, since this is the key to everything. */
const attempts = { points: 5, duration: 15 * 60 }

interface Unlocking {
  readonly tickets: Tickets
  readonly setupToken: { matches(given: string): boolean }
  /** Off for tests and benches only. */
  readonly hasRateLimits: boolean
}

/**
 * `POST /json/control/unlock` with an owner's `username` and `password`, asked again even of one who is signed in. Answers
 * `{ticket}`, which opens the owner's WebSocket once, within a minute: `/control?ticket=…`. While there is no organization, the
 * `token` of the setup link opens one too, on which nothing but restores is answered.
 */
export function unlockRoutes(api: Api, { tickets, setupToken, hasRateLimits }: Unlocking): void {
  const wrong = new RateLimiterMemory(attempts)
  api.post('/control/unlock', {
    access: 'open',
    params: { username: rawText().default(''), password: rawText().default(''), token: rawText().default('') },
    async handle({ params, db, request }) {
      refuseDistant(request)
      if (params.token) {
        await refuseLateSetup(db)
        if (!setupToken.matches(params.token)) throw wrongSetupLink()
        return { ticket: tickets.issue('setup') }
      }
      const key = 'unlock'
      const before = await wrong.get(key)
      if (hasRateLimits && before && before.consumedPoints >= attempts.points) throw tooManyAttempts(before)
      const user = await findUserByEmail(db, params.username)
      if (!(await verifyPassword(user?.passwordHash, params.password)) || !user) {
        await wrong.penalty(key)
        throw wrongPassword()
      }
      if (!isOwner(user)) throw badRequest('Only an owner of the organization may change how Landline runs.')
      await wrong.delete(key)
      return { ticket: tickets.issue({ owner: user.id }) }
    },
  })
}

const isOwner = (user: User): boolean => user.role === Role.owner && user.isActive === 1 && user.isBot === 0

export async function isStillOwner(db: Db, id: UserId): Promise<boolean> {
  const user = await findUser(db, id)
  return user !== undefined && isOwner(user)
}

/** @throws ApiError ORGANIZATION_EXISTS: the setup link has had its day */
async function refuseLateSetup(db: Db): Promise<void> {
  const realm = await findRealm(db)
  if (realm) throw new ApiError('ORGANIZATION_EXISTS', `“${realm.name}” is here. Sign in to it.`, 400)
}

/** @throws ApiError unless the page is open on this very computer: without HTTPS, anywhere else the password could be read on the way */
export function refuseDistant({ ip, origin, headers }: Pick<RequestFacts, 'ip' | 'origin' | 'headers'>): void {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  const host = URL.parse(origin)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  if (isLoopback(ip) && isLoopback(host) && !isForwarded) return
  throw badRequest('Landline’s settings open only on the computer that it runs on, at an address like http://127.0.0.1.')
}

const tooManyAttempts = ({ msBeforeNext }: RateLimiterRes): ApiError =>
  new ApiError('RATE_LIMIT_HIT', 'Too many wrong passwords. Wait a while, then try again.', 429, {
    'retry-after': msBeforeNext / 1000,
  })
