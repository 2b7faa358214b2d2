import { z } from 'zod'
import { call, Time } from './call.ts'

/** What the new computer begins with. */
const LastBackup = z.object({
  /** For people: a folder, or a bucket. */
  where: z.string(),
  snapshot: z.string(),
  /** Whether the recovery key opens it, and passwords and keys of other services are in it. */
  isSealed: z.boolean(),
})

export const Moving = z.object({
  /**
   * `here`: people are served. `copying`: a first backup is made while they are. `closing`: nobody may change anything any more,
   * and the last backup is made. `gone`: it is whole; whoever comes is told where the chat went, or that it went, while `url` is
   * null.
   */
  state: z.enum(['here', 'copying', 'closing', 'gone']),
  /** Of the new computer. */
  url: z.string().nullable(),
  /** When it was closed here. */
  at: Time.nullable(),
  /** This computer should stay on until then, for those who come to the old address. */
  stayUntil: Time.nullable(),
  backup: LastBackup.nullable(),
})
export type Moving = z.infer<typeof Moving>

/** To another computer: this one makes a last backup, closes, and says where the chat went. */
export const moving = {
  status: call.output(Moving),
  /**
   * Resolves once the last backup is read back and whole, which may take long; `status` tells meanwhile. Where it fails, people
   * are served as before.
   */
  begin: call
    .input(
      z.object({
        to: z.union([z.strictObject({ folder: z.string().min(1) }), z.strictObject({ destination: z.string().min(1) })]),
      }),
    )
    .output(Moving),
  /** Says where the chat went; may be said again. `isThere`: whether this organization was found there just now. */
  finish: call.input(z.object({ url: z.string() })).output(z.object({ moving: Moving, isThere: z.boolean() })),
  /** Serves people here again, from where they stopped. What was said on the other computer is there alone. */
  undo: call.output(Moving),
}
