import path from 'node:path'
import { peopleAndMessages } from '../amounts.ts'
import { keptUntil } from './replaced.ts'
import type { Plan, RestoreResult, Swap, What } from './restore-file.ts'

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

const outcome = ({ snapshot, notes, safetySnapshot }: Pick<Plan, 'snapshot' | 'notes' | 'safetySnapshot'>, at: number) =>
  ({ at, what: 'everything', snapshot, notes, safetySnapshot }) as const
