import { ORPCError } from '@orpc/client'
import { BackupRefused } from '../backups/refused.ts'
import { StartProblem } from '../config/problem.ts'
import { ExitCode } from './exit-codes.ts'

/** What the command line itself refuses: a file that is not there, a folder without Landline in it. */
export class CommandRefused extends Error {
  readonly code: string
  readonly nextStep: string | undefined

  constructor(code: string, message: string, nextStep?: string) {
    super(message)
    this.code = code
    this.nextStep = nextStep
  }
}

export interface Failure {
  readonly exitCode: ExitCode
  readonly code: string
  readonly message: string
  readonly nextStep: string | undefined
}

/** Whatever was thrown, as something to tell a person: never a stack trace. */
export function failureFrom(error: unknown): Failure {
  if (error instanceof CommandRefused) return { exitCode: ExitCode.refused, ...facts(error) }
  if (error instanceof BackupRefused) return { exitCode: ExitCode.refused, ...facts(error) }
  if (error instanceof StartProblem) return { exitCode: ExitCode.cannotStart, ...facts(error) }
  if (error instanceof ORPCError && error.code === 'NOT_RUNNING') return { exitCode: ExitCode.notRunning, ...facts(error) }
  if (error instanceof ORPCError && error.status < 500) {
    const { code = error.code, nextStep } = (error.data ?? {}) as { code?: string; nextStep?: string }
    return { exitCode: ExitCode.refused, ...facts({ code, nextStep, message: error.message }) }
  }
  const what = error instanceof Error ? error.message : String(error)
  return {
    exitCode: ExitCode.failed,
    code: 'UNEXPECTED',
    message: `Something went wrong in Landline itself: ${what}.`,
    nextStep: 'The log in the data folder (logs/landline.log) may say more.',
  }
}

const facts = ({ code, message, nextStep }: { code: string; message: string; nextStep?: string | undefined }) => ({
  code,
  message,
  nextStep,
})
