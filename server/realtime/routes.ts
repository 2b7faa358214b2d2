import { z } from 'zod'
import { flag, integer, optional, text } from '../api/params.ts'
import { jsonText, type Reply } from '../api/reply.ts'
import type { Api, RequestFacts } from '../api/route.ts'
import type { EventQueue, Listener } from './queue.ts'
import type { EventQueues } from './queues.ts'

export function eventRoutes(api: Api, queues: EventQueues): void {
  api.get('/events', {
    access: 'user',
    params: { queue_id: text(), last_event_id: optional(integer(z.number().int())), dont_block: optional(flag()) },
    async handle({ viewer, params, request }) {
      const queue = queues.find(params.queue_id, viewer.id)
      if (params.last_event_id !== undefined) queue.acknowledge(params.last_event_id)
      if (queue.waiting().length === 0 && !params.dont_block) await somethingFor(queue, request)
      return eventsOf(queue)
    },
  })

  api.delete('/events', {
    access: 'user',
    params: { queue_id: text() },
    async handle({ viewer, params }) {
      queues.close(queues.find(params.queue_id, viewer.id))
      return {}
    },
  })
}

/** Waits for an event, a heartbeat, a second poll that takes over, or the client to go away. */
function somethingFor(queue: EventQueue, { whenGone }: RequestFacts): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      queue.stopListening(listener)
      resolve()
    }
    const listener: Listener = { kind: 'poll', heard: done, ended: done }
    whenGone(done)
    queue.listen(listener)
  })
}

/** Events became text when they happened; here they are only strung together. */
function eventsOf(queue: EventQueue): Reply {
  const events = queue.waiting().map(({ json }) => json)
  return jsonText(`{"result":"success","msg":"","events":[${events.join()}],"queue_id":${JSON.stringify(queue.id)}}`)
}
