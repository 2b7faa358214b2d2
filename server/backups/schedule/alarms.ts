import type { Problem } from '../../config/problem.ts'
import type { Backups } from '../backups.ts'

/** A nightly backup, and an hour for it. */
const patience = 25 * 60 * 60

/**
 * What the owner should know about backups. It is worked out from what was achieved, whenever somebody asks, and not by the job
 * that should have achieved it: a schedule that stands still cannot keep quiet about itself.
 */
export function backupProblems(backups: Backups): Problem[] {
  const { state, destinations } = backups
  const problems: Problem[] = []
  const newest = state.newest
  if (backups.now() - (newest?.at ?? state.since) > patience) {
    const since = newest ? `The last one that could be read back is of ${inWords(newest.at)}.` : 'There is none yet.'
    problems.push({
      code: 'BACKUP_OLD',
      message: `There has been no good backup for more than 25 hours. ${since}`,
      nextStep: 'Make one now under Settings, Backups, and see what it says.',
    })
  }
  for (const name of destinations.names) {
    const { failure } = state.of(name)
    if (!failure) continue
    problems.push({
      code: 'BACKUP_FAILED',
      message: `The backup to ${destinations.whereIs(name).where} failed on ${inWords(failure.at)}. ${failure.message}`,
      nextStep: failure.nextStep,
    })
  }
  if (state.drill && !state.drill.isFine) {
    const { at, message } = state.drill
    const nextStep = 'Make a new backup and try it out under Settings, Backups.'
    problems.push({ code: 'BACKUP_DRILL_FAILED', message: `The restore drill of ${inWords(at)} failed. ${message}`, nextStep })
  }
  return problems
}

const inWords = (at: number): string => new Date(at * 1000).toLocaleString()
