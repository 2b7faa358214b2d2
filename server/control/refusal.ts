import { ORPCError } from '@orpc/server'
import { ApiError } from '../api/error.ts'
import { BackupRefused } from '../backups/refused.ts'
import { SettingRefused } from '../config/landline-json.ts'
import { StartProblem } from '../config/problem.ts'

/** Turns what a verb refuses into what the contract promises. Anything else passes through: it is our fault, and logged. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof ApiError) return refused(error.message, error.code)
  if (error instanceof StartProblem) return refused(error.message, error.code, error.nextStep)
  if (error instanceof BackupRefused) return refused(error.message, error.code, error.nextStep)
  if (error instanceof SettingRefused) return refused(error.message, 'SETTING_REFUSED')
  return error
}

export const refused = (message: string, code: string, nextStep?: string) =>
  new ORPCError('REFUSED', { status: 400, message, data: { code, nextStep }, defined: true })

export const notRunning = () =>
  new ORPCError('NOT_RUNNING', { status: 503, message: 'Landline is not running. Start it first.', defined: true })

/** Neither refused nor a call that was given up: something to log. */
export const isOurFault = (error: unknown): boolean =>
  !(error instanceof ORPCError && (error.status < 500 || error.defined)) &&
  !(error instanceof Error && error.name === 'AbortError')
