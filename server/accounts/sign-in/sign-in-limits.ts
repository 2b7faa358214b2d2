import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { ApiError } from '../../api/error.ts'
import { emailKey } from '../names.ts'

/** Counts failed sign-ins by the name that was tried, so that nobody tries passwords for long, from wherever. */
export interface SignInLimits {
  /** @throws ApiError RATE_LIMIT_HIT after too many failures */
  check(name: string): Promise<void>
  failed(name: string): Promise<void>
  succeeded(name: string): Promise<void>
}

const failures = { points: 5, duration: 30 * 60 } as const

/** Five failures in half an hour; the sixth try is refused unheard. */
export function signInLimits(): SignInLimits {
  const limiter = new RateLimiterMemory(failures)
  return {
    async check(name) {
      const state = await limiter.get(emailKey(name))
      if (state && state.consumedPoints >= failures.points) throw tooManyTries(state)
    },
    async failed(name) {
      await limiter.penalty(emailKey(name))
    },
    async succeeded(name) {
      await limiter.delete(emailKey(name))
    },
  }
}

/** For tests and benches. */
export const noSignInLimits = (): SignInLimits => ({ check: async () => {}, failed: async () => {}, succeeded: async () => {} })

function tooManyTries({ msBeforeNext }: RateLimiterRes): ApiError {
  const minutes = Math.max(1, Math.ceil(msBeforeNext / 60_000))
  return new ApiError(
    'RATE_LIMIT_HIT',
    `You're making too many attempts to sign in. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, or ask an administrator.`,
    429,
    { 'retry-after': msBeforeNext / 1000 },
  )
}
