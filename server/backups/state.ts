import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeFileAtomically } from '../config/atomic-file.ts'

/** Why what need not be kept could not be removed. */
const Untidied = z.object({ message: z.string(), nextStep: z.string() })
export type Untidied = z.infer<typeof Untidied>

const Success = z.object({
  snapshot: z.string(),
  /** Unix seconds. */
  at: z.number(),
  seconds: z.number(),
  bytes: z.number(),
  newBytes: z.number(),
  /** Files that could not be read. */
  missing: z.number(),
  /** A hash of the settings and secrets in it. */
  settings: z.string().optional(),
  untidied: Untidied.nullable().default(null),
})
const Failure = z.object({ at: z.number(), message: z.string(), nextStep: z.string() })

/** One that is over, for the chart. */
const Run = z.object({ destination: z.string(), at: z.number(), seconds: z.number(), bytes: z.number(), newBytes: z.number() })
export type Run = z.infer<typeof Run>

const Drill = z.object({ at: z.number(), snapshot: z.string(), isFine: z.boolean(), message: z.string() })
export type Drill = z.infer<typeof Drill>

const State = z.object({
  /** When this appliance began to count, in Unix seconds. */
  since: z.number(),
  destinations: z.record(z.string(), z.object({ verified: Success.nullable(), failure: Failure.nullable() })),
  drill: Drill.nullable(),
  /** Oldest first. */
  history: z.array(Run).default([]),
})
type State = z.infer<typeof State>

/** Of each destination: three months of nights. */
const longestHistory = 92

export type Success = z.infer<typeof Success>
export type Failure = z.infer<typeof Failure>

/** What backups have come to, so that a start after a stop knows. Losing it loses no backup. */
export class BackupState {
  readonly #file: string
  #state: State

  constructor(file: string, now: number) {
    this.#file = file
    this.#state = readState(file) ?? { since: now, destinations: {}, drill: null, history: [] }
    if (!existsSync(file)) this.#write(this.#state)
  }

  get since(): number {
    return this.#state.since
  }

  get drill(): Drill | null {
    return this.#state.drill
  }

  get history(): readonly Run[] {
    return this.#state.history
  }

  of(destination: string): { readonly verified: Success | null; readonly failure: Failure | null } {
    return this.#state.destinations[destination] ?? { verified: null, failure: null }
  }

  /** Of any destination. */
  get newest(): Success | undefined {
    const all = Object.values(this.#state.destinations).flatMap(({ verified }) => verified ?? [])
    return all.toSorted((a, b) => b.at - a.at)[0]
  }

  succeeded(destination: string, verified: Success): void {
    const { at, seconds, bytes, newBytes } = verified
    this.#write({
      ...this.#state,
      destinations: { ...this.#state.destinations, [destination]: { verified, failure: null } },
      history: shortened([...this.#state.history, { destination, at, seconds, bytes, newBytes }]),
    })
  }

  failed(destination: string, failure: Failure): void {
    const { verified } = this.of(destination)
    this.#write({ ...this.#state, destinations: { ...this.#state.destinations, [destination]: { verified, failure } } })
  }

  drilled(drill: Drill): void {
    this.#write({ ...this.#state, drill })
  }

  forget(destination: string): void {
    const { [destination]: _, ...destinations } = this.#state.destinations
    this.#write({ ...this.#state, destinations, history: this.history.filter((run) => run.destination !== destination) })
  }

  #write(state: State): void {
    this.#state = state
    writeFileAtomically(this.#file, `${JSON.stringify(state, undefined, 2)}\n`)
  }
}

/** Lets go of the oldest of the destination that has just gained one. */
function shortened(history: Run[]): Run[] {
  const { destination } = history.at(-1)!
  const own = history.filter((run) => run.destination === destination)
  return own.length > longestHistory ? history.filter((run) => run !== own[0]) : history
}

function readState(file: string): State | undefined {
  if (!existsSync(file)) return undefined
  try {
    return State.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined // a new count: the alarm rings a day later than it could have
  }
}
