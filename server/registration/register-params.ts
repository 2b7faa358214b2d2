import { z } from 'zod'
import { flag, json, optional, text } from '../api/params.ts'

const eventTypes = optional(json(z.array(z.string()).nullable()))

/** A narrow as pairs, or as objects like those of `GET /messages`. */
const narrow = json(
  z.array(
    z.union([
      z.tuple([z.string(), z.union([z.string(), z.number()])]),
      z.object({ operator: z.string(), operand: z.union([z.string(), z.number()]) }),
    ]),
  ),
)

/** @see https://zulip.com/api/register-queue */
export const registerParams = {
  apply_markdown: optional(flag()),
  client_gravatar: optional(flag()),
  include_subscribers: optional(text()),
  slim_presence: optional(flag()),
  presence_history_limit_days: optional(json(z.number().int())),
  event_types: eventTypes,
  fetch_event_types: eventTypes,
  all_public_streams: optional(flag()),
  client_capabilities: optional(json(z.record(z.string(), z.unknown()))),
  narrow: optional(narrow),
  /** Newer than this API level, but sent by the mobile app: how long the queue waits for a client that is away. */
  idle_queue_timeout: optional(json(z.union([z.literal('mobile'), z.number()]))),
}

export type RegisterParams = { readonly [K in keyof typeof registerParams]: z.infer<(typeof registerParams)[K]> }
