import type { Backups } from '../backups.ts'
import { BackupRefused } from '../refused.ts'

export interface Safety {
  /** Null where there is nothing to keep, or where it could not be kept and need not be. */
  readonly snapshot: string | null
  readonly notes: readonly string[]
}

/**
 * Backs up what is here before it is replaced.
 * @param mayDoWithout the owner was asked, and goes on where it cannot be read
 * @throws BackupRefused SAFETY_SNAPSHOT_FAILED
 */
export async function takeSafetySnapshot(backups: Backups, mayDoWithout: boolean, signal: AbortSignal): Promise<Safety> {
  try {
    if (!(await backups.isSetUp())) return { snapshot: null, notes: [] } // nobody has said anything here yet
    const [made] = await backups.create('local', 'before a restore')
    return { snapshot: made!.name.id, notes: [] }
  } catch (cause) {
    signal.throwIfAborted()
    const why = `What is here now could not be backed up first: ${(cause as Error).message.replace(/\.$/, '')}.`
    if (mayDoWithout) return { snapshot: null, notes: [why] }
    throw new BackupRefused(
      'SAFETY_SNAPSHOT_FAILED',
      `${why} So nothing was changed.`,
      'You may go on all the same: what is here now is kept for a week as the files it is, damaged or not.',
      { cause },
    )
  }
}
