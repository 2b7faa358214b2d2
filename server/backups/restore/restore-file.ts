import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../../config/atomic-file.ts'

export const what = ['everything', 'files', 'channel', 'message'] as const
export type What = (typeof what)[number]

export const RestoreResult = z.object({
  outcome: z.enum(['done', 'rolled back', 'failed', 'cancelled']),
  /** Unix seconds. */
  at: z.number(),
  what: z.enum(what),
  snapshot: z.string(),
  code: z.string().nullable(),
  message: z.string(),
  nextStep: z.string().nullable(),
  notes: z.array(z.string()),
  replaced: z.object({ folder: z.string(), keptUntil: z.number() }).nullable(),
  safetySnapshot: z.string().nullable(),
})
export type RestoreResult = z.infer<typeof RestoreResult>

/** What is staged, and what it must turn out to be once it is in place. */
const Plan = z.object({
  snapshot: z.string(),
  expected: z.object({ organization: z.string().nullable(), people: z.number(), messages: z.number() }),
  notes: z.array(z.string()),
  safetySnapshot: z.string().nullable(),
  /** What of the data folder gives way, where it is there. */
  names: z.array(z.string()),
  /** Where the keychain lists the secrets that came back; nobody else knows them if they have to go again. */
  keychainName: z.string().nullable(),
})
export type Plan = z.infer<typeof Plan>

/** Which names were there, and which are to come: looked up once the folder was closed. */
const Swap = z.object({ plan: Plan, replaced: z.string(), old: z.array(z.string()), staged: z.array(z.string()) })
export type Swap = z.infer<typeof Swap>

const Journal = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  /** Nothing in use is touched yet, except by a part that goes back into the running organization in one transaction. */
  z.object({ state: z.literal('begun'), what: z.enum(what), snapshot: z.string() }),
  /** All of it lies beside what is in use, whole and verified. The next start brings it in. */
  z.object({ state: z.literal('staged'), plan: Plan }),
  z.object({ state: z.literal('swapping'), swap: Swap }),
  /** In place, and not proved yet. */
  z.object({ state: z.literal('trial'), swap: Swap }),
  z.object({ state: z.literal('undoing'), swap: Swap, why: z.string() }),
  z.object({ state: z.literal('over'), result: RestoreResult }),
])
export type Journal = z.infer<typeof Journal>

/** `restore.json` in the data folder: how far a restore has come, and in the end what it came to. Every step is written first. */
export class RestoreFile {
  readonly folder: string
  readonly #path: string

  constructor(folder: string) {
    this.folder = folder
    this.#path = path.join(folder, 'restore.json')
  }

  /** @throws where it cannot be read: then nobody may open what may be half of one and half of the other */
  read(): Journal {
    if (!existsSync(this.#path)) return { state: 'none' }
    return Journal.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
  }

  write(journal: Journal): void {
    writeFileAtomically(this.#path, `${JSON.stringify(journal, undefined, 2)}\n`)
  }
}

/**
 * Lies in the data folder, on the same disk, so that bringing it in is a change of names. Whatever else begins with this name is of
 * a restore, too, and goes with the next start.
 */
export const stagingFolder = 'restoring'
/** What was tried and had to go again. */
export const rejectedFolder = `${stagingFolder}-rejected`
