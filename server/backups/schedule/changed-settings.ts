import { type OwnSource, ownDigest } from '../snapshot/own-files.ts'
import type { BackupState } from '../state.ts'

export interface ChangedSettingsParts {
  readonly source: () => OwnSource
  readonly isSealed: () => Promise<boolean>
  readonly names: () => readonly string[]
  readonly state: BackupState
  /** Unix seconds. */
  readonly now: () => number
}

/** A backup that takes long is not made after every change: so many times as long lies between two. */
const rest = 10

/**
 * Tells which places need a backup because settings or secrets are not as in the newest one there. What people say is in the
 * journal within seconds; these are in snapshots alone.
 */
export class ChangedSettings {
  readonly #parts: ChangedSettingsParts
  /** At first as well: they may have been changed while nobody served, or right before the power went. */
  #mayDiffer = true

  constructor(parts: ChangedSettingsParts) {
    this.#parts = parts
  }

  /** Somebody has changed something. */
  changed(): void {
    this.#mayDiffer = true
  }

  /** Nothing is read where nobody changed anything: some keychains ask their owner each time. */
  async placesBehind(): Promise<string[]> {
    if (!this.#mayDiffer) return []
    this.#mayDiffer = false // first: what is changed meanwhile counts again
    const { names, state, now } = this.#parts
    const digest = await this.#digest()
    const behind = names().filter((name) => {
      const { verified, failure } = state.of(name)
      return verified && !failure && verified.settings !== digest // one that failed waits for its next time
    })
    const rested = behind.filter((name) => {
      const { at, seconds } = state.of(name).verified!
      return Math.abs(now() - at) >= rest * seconds
    })
    if (rested.length < behind.length) this.#mayDiffer = true
    return rested
  }

  async #digest(): Promise<string> {
    const { source, isSealed } = this.#parts
    try {
      return await ownDigest(source(), await isSealed())
    } catch (error) {
      this.#mayDiffer = true
      throw error
    }
  }
}
