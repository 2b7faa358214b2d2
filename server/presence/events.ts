import type { UserId } from '../api/ids.ts'
import type { PlainEvent, VariedEvent } from '../realtime/event.ts'
import { type Seen, wireLegacySeen, wireSeen } from './seen.ts'

export interface Arrival {
  readonly id: UserId
  readonly email: string
  readonly seen: Seen
}

/**
 * The older form is an event for each person. Where everyone's client hears one for everyone, the work grows with the square
 * of the organization: in large ones clients of that form learn it with their own ping, a minute later at most.
 */
const mostForOldForm = 200

/** People came online. @param audience how many people hear of it */
export function peopleArrived(arrivals: readonly Arrival[], audience: number): VariedEvent {
  const server_timestamp = Date.now() / 1000
  return {
    type: 'presence',
    forDialect({ simplifiedPresenceEvents, slimPresence }) {
      if (simplifiedPresenceEvents) {
        const presences = Object.fromEntries(arrivals.map(({ id, seen }) => [id, wireSeen(seen)]))
        return { type: 'presence', presences }
      }
      if (audience > mostForOldForm) return []
      return arrivals.map(({ id, email, seen }): PlainEvent => {
        const { client, ...rest } = wireLegacySeen(seen)
        const presence = { [client]: { client, ...rest } }
        return { type: 'presence', user_id: id, ...(slimPresence ? {} : { email }), server_timestamp, presence }
      })
    },
  }
}
