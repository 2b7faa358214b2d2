import { oc } from '@orpc/contract'
import { z } from 'zod'

/**
 * How every call of the contract begins. What the owner asked and cannot have is REFUSED, with a sentence to show; `code` is for
 * programs, `nextStep` says what to do about it where the sentence does not. Any other error is our fault.
 */
export const call = oc.errors({
  REFUSED: { status: 400, data: z.object({ code: z.string(), nextStep: z.string().optional() }) },
  NOT_RUNNING: { status: 503, message: 'Landline is not running. Start it first.' },
})

/** Something to know about, and what to do about it. */
export const Problem = z.object({ code: z.string(), message: z.string(), nextStep: z.string() })

/** Unix seconds, UTC. */
export const Time = z.number()

export const RoleName = z.enum(['owner', 'admin', 'moderator', 'member', 'guest'])
export type RoleName = z.infer<typeof RoleName>
