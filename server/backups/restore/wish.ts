import type { Repository, SnapshotName } from '../repository/repository.ts'
import type { What } from './restore-file.ts'
import type { BareSource } from './source.ts'

export type RestoreSource = { readonly destination: string } | BareSource

export interface Everything {
  readonly what: 'everything'
  readonly keepNetworkSettings: boolean
  readonly evenWithoutSafetySnapshot: boolean
}

/** What goes back into the organization that is here. */
export type RestorePart =
  | { readonly what: 'files' }
  | { readonly what: 'channel'; readonly channelId: number }
  | { readonly what: 'message'; readonly messageId: number }

export interface RestoreWish {
  readonly source: RestoreSource
  /** An id, the beginning of one, or `latest`: that with all that followed it. */
  readonly snapshot: string
  /** Unix seconds; everything as it was then, whatever snapshot that takes. */
  readonly moment?: number
  readonly choice: Everything | RestorePart
}

export type RestoreStage = 'unpacking' | 'verifying' | 'safety snapshot' | 'restarting' | 'bringing back'

export interface RestoreUnderWay {
  readonly what: What
  readonly snapshot: string
  readonly stage: RestoreStage
  readonly done: number
  readonly total: number
  /** Unix seconds. */
  readonly since: number
  readonly mayCancel: boolean
}

/** What a restore came to that goes back into the running organization. */
export interface BroughtBack {
  readonly message: string
  readonly notes: readonly string[]
}

export interface PartWork {
  readonly repository: Repository
  readonly name: SnapshotName
  readonly signal: AbortSignal
  readonly report: (stage: RestoreStage, done: number, total: number) => void
}

export type BringBack = (work: PartWork) => Promise<BroughtBack>
