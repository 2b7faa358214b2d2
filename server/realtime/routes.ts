import { z } from 'zod'
import { flag, integer, optional, text } from '../api/params.ts'
import { jsonText, type Reply } from '../api/reply.ts'
import type { Api } from '../api/route.ts'
import type { EventQueue, Listener } from './queue.ts'
import type { EventQueues } from './queues.ts'
import type { RenderedEvent } from './rendered-event.ts'

export function eventRoutes(api: Api, queues: EventQueues): void {
  api.get('/events', {
    access: 'user',
    params: { queue_id: text(), last_event_id: optional(integer(z.number().int())), dont_block: optional(flag()) },
    async handle({ viewer, params, request }) {
      const queue = queues.find(params.queue_id, viewer.id)
      if (params.last_event_id !== undefined) queue.acknowledge(params.last_event_id)
      if (queue.waiting().length === 0 && !params.dont_block) await somethingFor(queue, request.signal)
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
function somethingFor(queue: EventQueue, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done)
      queue.stopListening(listener)
      resolve()
    }
    const listener: Listener = { kind: 'poll', heard: done, ended: done }
    signal.addEventListener('abort', done)
    queue.listen(listener)
  })
}

const comma = Buffer.from(',')

/** Events were serialized when they happened; here their bytes are only strung together. */
function eventsOf(queue: EventQueue): Reply {
  const parts: Buffer[] = [Buffer.from('{"result":"success","msg":"","events":[')]
  queue.waiting().forEach((event: RenderedEvent, index) => {
    if (index > 0) parts.push(comma)
    parts.push(event.json)
  })
  parts.push(Buffer.from(`],"queue_id":${JSON.stringify(queue.id)}}`))
  return jsonText(Buffer.concat(parts))
}
