import type {
  Repository,
  RestoreChoice,
  RestorePreview,
  RestoreResult,
  RestoreSource,
  RestoreStatus,
} from '../../server/control/contract/restores.ts'
import type { Control } from '../../server/control/contract.ts'

export type { Repository, RestoreChoice, RestorePreview, RestoreResult, RestoreSource, RestoreStatus }

/** What there is of a line before there is an organization, too. */
export type RestoreControl = Pick<Control, 'restores'>

/** Where to go back to: a backup, and perhaps a second after it. */
export interface Moment {
  readonly snapshot: string
  /** Unix seconds; undefined for the moment of the backup itself. */
  readonly second?: number
}
