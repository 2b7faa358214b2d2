import type { Jump } from './clock.ts'
import type { PlaceLook } from './places.ts'

/** What cannot be known without looking. Undefined parts were not looked at yet. */
export interface Looked {
  /** Seconds that this computer was awake and watched. */
  readonly awakeFor: number
  readonly jump: Jump | null
  readonly places: ReadonlyMap<string, PlaceLook>
  readonly disk: { readonly free: number; readonly needed: number } | undefined
}
