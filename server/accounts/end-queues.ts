import type { UserId } from '../api/ids.ts'
import type { EventBus } from '../realtime/bus.ts'
import type { EventQueues } from '../realtime/queues.ts'

/** Ends everything that somebody listens with as soon as they are deactivated: after the commit, like any event. */
export function endQueuesOfDeactivated(bus: EventBus, queues: EventQueues): void {
  bus.subscribe((emissions) => {
    for (const { event } of emissions) {
      if (event.type !== 'realm_user' || !('person' in event)) continue
      const person = event.person as { readonly user_id: UserId; readonly is_active?: boolean }
      if (event.op === 'update' && person.is_active === false) queues.closeOf(person.user_id)
    }
  })
}
