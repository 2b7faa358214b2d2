import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { call, Problem, Time } from './call.ts'

export const Status = z.object({
  /** `open`: the data folder is open, but nobody is served; a command line does so while no server runs. */
  state: z.enum(['running', 'stopping', 'open']),
  version: z.string(),
  pid: z.number(),
  /** Null unless it runs. */
  runningSince: Time.nullable(),
  dataFolder: z.string(),
  /** Where people reach it, the address to hand out first. Empty unless it runs. */
  addresses: z.array(z.string()),
  /** Whether other computers can connect at all. */
  openToNetwork: z.boolean(),
  organization: z.object({ name: z.string() }).nullable(),
  /** While there is no organization: the page that makes one. Whoever has this link becomes its owner. */
  setupLink: z.string().nullable(),
  people: z.object({ connected: z.number(), active: z.number() }),
  problems: z.array(Problem),
  secrets: z.object({ kind: z.enum(['keychain', 'file']), why: z.string() }),
  disk: z.object({ databaseBytes: z.number(), freeBytes: z.number() }),
  memoryBytes: z.number(),
})
export type Status = z.infer<typeof Status>

export const status = {
  get: call.output(Status),
  /** The status now, and again whenever it has changed, every two seconds at most. */
  watch: call.output(eventIterator(Status)),
}
