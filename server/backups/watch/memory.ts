import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeFileAtomically } from '../../config/atomic-file.ts'
import { Jump } from './clock.ts'

/** What somebody was told of an alarm, by its id. */
const Told = z.record(z.string(), z.object({ cause: z.string(), message: z.string() }))
export type Told = z.infer<typeof Told>

const Remembered = z.object({
  /** When each alarm began, in Unix seconds. */
  since: z.record(z.string(), z.number()),
  told: z.object({ owners: Told, webhook: Told }),
  jump: Jump.nullable(),
  webhook: z.object({
    deliveredAt: z.number().nullable(),
    failure: z.object({ at: z.number(), message: z.string() }).nullable(),
  }),
})
type Remembered = z.infer<typeof Remembered>

export const nothingCalled: Remembered['webhook'] = { deliveredAt: null, failure: null }

/** What the watcher knows, in a file, so that a start after a stop repeats nothing. A disk that is full takes none of it away. */
export class Memory {
  readonly #file: string
  readonly #warn: (cause: unknown, sentence: string) => void
  #now: Remembered

  constructor(file: string, warn: (cause: unknown, sentence: string) => void) {
    this.#file = file
    this.#warn = warn
    this.#now = read(file) ?? { since: {}, told: { owners: {}, webhook: {} }, jump: null, webhook: nothingCalled }
  }

  get now(): Readonly<Remembered> {
    return this.#now
  }

  change(changes: Partial<Remembered>): void {
    const before = JSON.stringify(this.#now)
    this.#now = { ...this.#now, ...changes }
    if (JSON.stringify(this.#now) === before) return
    try {
      writeFileAtomically(this.#file, `${JSON.stringify(this.#now, undefined, 2)}\n`)
    } catch (error) {
      this.#warn(error, 'What was told of alarms could not be noted, and may be told again after a restart')
    }
  }
}

function read(file: string): Remembered | undefined {
  if (!existsSync(file)) return undefined
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined // everything is told once more
  }
}
