import { isDefinedError, ORPCError } from '@orpc/client'

/** What to tell a person who could not have what they asked for. */
export function sayWhy(error: unknown): string {
  if (!(error instanceof ORPCError) || !isDefinedError(error)) {
    return 'That did not work, and it is not your fault. Landline’s log has the details.'
  }
  const { nextStep } = (error.data ?? {}) as { nextStep?: string }
  return nextStep ? `${error.message} ${nextStep}` : error.message
}
