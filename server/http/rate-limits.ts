import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ApiError } from '../api/error.ts'
import type { Viewer } from '../api/viewer.ts'

const perMinute = { user: 200, address: 100 } as const

export type RateHeaders = Readonly<Record<string, string>>

export interface RateLimits {
  /** Counts one request. @throws ApiError RATE_LIMIT_HIT, with `retry-after` in seconds */
  count(viewer: Viewer | undefined, ip: string): Promise<RateHeaders>
}

/** Zulip's defaults: 200 requests a minute for each person, 100 for each address that has not signed in. */
export function rateLimits(): RateLimits {
  const users = new RateLimiterMemory({ points: perMinute.user, duration: 60 })
  const addresses = new RateLimiterMemory({ points: perMinute.address, duration: 60 })
  return {
    async count(viewer, ip) {
      const limiter = viewer ? users : addresses
      try {
        return headersOf(await limiter.consume(viewer ? viewer.id : ip), limiter.points)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw limitHit(refused.msBeforeNext / 1000)
      }
    },
  }
}

export const noRateLimits = (): RateLimits => ({ count: async () => ({}) })

const headersOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes, limit: number): RateHeaders => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(remainingPoints),
  'x-ratelimit-reset': String(Math.ceil((Date.now() + msBeforeNext) / 1000)),
})

const limitHit = (seconds: number): ApiError =>
  new ApiError('RATE_LIMIT_HIT', 'API usage exceeded rate limit', 429, { 'retry-after': seconds })
