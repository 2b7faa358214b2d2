import { bringBackFiles, type Shelves } from './files.ts'
import type { BringBack, RestorePart } from './restores.ts'

/** How each part of a snapshot goes back into the organization that is here. */
export const bringBackPart =
  (shelves: Shelves) =>
  (_part: RestorePart): BringBack =>
    bringBackFiles(shelves)
