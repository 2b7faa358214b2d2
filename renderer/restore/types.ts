import type { Control } from '../../server/control/contract.ts'

/** What there is of a line before there is an organization, too. */
export type RestoreControl = Pick<Control, 'restores'>

/** Where to go back to: a backup, and perhaps a second after it. */
export interface Moment {
  readonly snapshot: string
  /** Unix seconds; undefined for the moment of the backup itself. */
  readonly second?: number
}
