import type { BackupStatus } from '../../../server/control/contract.ts'

type Work = NonNullable<BackupStatus['underWay']>['what']

/**
 * How the button for a kind of work looks: busy with its own, whoever asked for it, and disabled by any other, since works take
 * turns. @param asked what this page asks for and has not heard the end of
 */
export function worksOn(what: Work, { underWay }: BackupStatus, asked: string | undefined) {
  const busy = asked === what || underWay?.what === what
  return { busy, disabled: !busy && underWay !== null }
}
