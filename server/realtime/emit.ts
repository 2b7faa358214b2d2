import type { UserId } from '../api/ids.ts'
import type { Trx } from '../database/connection.ts'
import type { ChatEvent } from './event.ts'

/** One event and who hears it. */
export interface Emission {
  readonly event: ChatEvent
  readonly userIds: readonly UserId[]
  readonly echo?: Echo
  /** Also for queues that asked for all public channels, whoever their users are. */
  readonly isPublic?: boolean
  /** They hear of it in other words. */
  readonly exceptUserIds?: ReadonlySet<UserId>
}

export type EmitOptions = Omit<Emission, 'event' | 'userIds'>

/** Fields that only one queue hears: its client asked to recognise its own doing. */
export interface Echo {
  readonly queueId: string
  readonly fields: Readonly<Record<string, unknown>>
}

const outboxes = new WeakMap<Trx, Emission[]>()

/** Hands an event to `trx`'s outbox: published to these users' queues once `trx` has committed, never if it rolls back. */
export function emit(trx: Trx, event: ChatEvent, userIds: readonly UserId[], options: EmitOptions = {}): void {
  if (userIds.length === 0 && !options.isPublic) return
  const outbox = outboxes.get(trx)
  if (outbox) outbox.push({ event, userIds, ...options })
  else outboxes.set(trx, [{ event, userIds, ...options }])
}

/** Takes what `trx` has to tell. For the composition root, after the commit. */
export function takeOutbox(trx: Trx): readonly Emission[] {
  const outbox = outboxes.get(trx) ?? []
  outboxes.delete(trx)
  return outbox
}
