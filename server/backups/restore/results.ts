import path from 'node:path'
import { OwnersProblem } from '../../config/problem.ts'
import { peopleAndMessages } from '../amounts.ts'
import { keptUntil } from './replaced.ts'
import type { Plan, RestoreResult, Swap, What } from './restore-file.ts'
import type { BroughtBack } from './wish.ts'

export function doneResult(at: number, folder: string, { plan, replaced, old }: Swap): RestoreResult {
  const { organization, people, messages } = plan.expected
  return {
    ...outcome(plan, at),
    outcome: 'done',
    code: null,
    message: `${organization ?? 'Everything'} is back: ${peopleAndMessages(people, messages)}.`,
    nextStep: null,
    replaced: old.length > 0 ? { folder: path.join(folder, replaced), keptUntil: keptUntil(replaced)! } : null,
  }
}

export function rolledBackResult(at: number, { plan }: Swap, why: string): RestoreResult {
  return {
    ...outcome(plan, at),
    outcome: 'rolled back',
    code: 'RESTORE_ROLLED_BACK',
    message: `The snapshot was put in place, but could not be used: ${why}. Everything is as it was before.`,
    nextStep: 'Choose another snapshot, or try again. The log (logs/landline.log) may say more.',
    replaced: null,
  }
}

export function cutShortResult(at: number, what: What, snapshot: string): RestoreResult {
  const isWhole = what === 'everything'
  return {
    ...outcome({ snapshot, notes: [], safetySnapshot: null }, at),
    what,
    outcome: 'failed',
    code: 'RESTORE_CUT_SHORT',
    message: `Landline ended in the middle of the restore. ${isWhole ? 'Nothing was replaced.' : 'What had come back by then is there.'}`,
    nextStep: 'Begin it again.',
    replaced: null,
  }
}

/** What a restore came to that put nothing in place of anything. */
export type Outcome = Pick<RestoreResult, 'outcome' | 'code' | 'message' | 'nextStep' | 'notes'>

export const broughtBack = ({ message, notes }: BroughtBack): Outcome => ({
  outcome: 'done',
  code: null,
  message,
  nextStep: null,
  notes: [...notes],
})

export function cancelled(what: What, { message }: Error): Outcome {
  const rest = what === 'everything' ? 'Nothing was changed.' : 'What had come back by then is there.'
  return { outcome: 'cancelled', code: null, message: `${message}. ${rest}`, nextStep: null, notes: [] }
}

export function failed(error: unknown): Outcome {
  const { code, message, nextStep } = error instanceof OwnersProblem ? error : unexpected
  return { outcome: 'failed', code, message, nextStep, notes: [] }
}

const unexpected = {
  code: 'UNEXPECTED',
  message: 'The restore failed for a reason that Landline was not prepared for. Nothing was changed.',
  nextStep: 'The log in the data folder (logs/landline.log) says more.',
}

const outcome = ({ snapshot, notes, safetySnapshot }: Pick<Plan, 'snapshot' | 'notes' | 'safetySnapshot'>, at: number) =>
  ({ at, what: 'everything', snapshot, notes, safetySnapshot }) as const
