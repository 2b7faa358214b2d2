import type { BucketSettings } from '../../config/storage-settings.ts'

/** What an owner may put up with, in so many words. A wrong byte is not among it. */
export const acceptances = {
  public: 'everybody may read the bucket',
  signatures: 'the provider takes requests with a wrong secret key',
  conditions: 'the provider overwrites where it was told not to',
  listing: 'the bucket cannot be listed in pages',
  'broken-uploads': 'an upload that broke off leaves a file in the bucket',
} as const
export type Acceptance = keyof typeof acceptances

/** One of the 13 steps, as the window and the command line show it. */
export interface CheckOutcome {
  readonly step: number
  readonly id: string
  readonly title: string
  readonly state: 'passed' | 'accepted' | 'failed' | 'skipped'
  readonly ms: number
  /** Sentences: what is wrong, or what one should know although it passed. */
  readonly cause?: string
  readonly nextStep?: string
  /** Present where the owner may accept it, by all of these words. */
  readonly acceptAs?: readonly Acceptance[]
  /** Values that would mend it. */
  readonly offer?: Partial<BucketSettings> & { readonly createBucket?: true }
  /** Figures of the last step. */
  readonly measured?: {
    readonly bytesPerSecondUp: number
    readonly bytesPerSecondDown: number
    readonly millisecondsPerRequest: number
  }
}

/** Why a step does not pass. */
export class CheckFailed extends Error {
  readonly nextStep: string
  readonly acceptAs: readonly Acceptance[] | undefined
  readonly offer: CheckOutcome['offer']

  constructor(
    cause: string,
    nextStep: string,
    more: { readonly acceptAs?: readonly Acceptance[]; readonly offer?: CheckOutcome['offer'] } = {},
  ) {
    super(cause)
    this.name = 'CheckFailed'
    this.nextStep = nextStep
    this.acceptAs = more.acceptAs
    this.offer = more.offer
  }
}

/** A step that passes, with something to know. */
export type Passed = Pick<CheckOutcome, 'cause' | 'nextStep' | 'offer' | 'measured'> | undefined
