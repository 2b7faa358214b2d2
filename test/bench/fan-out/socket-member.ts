import { WebSocket } from 'ws'
import { register } from './register.ts'

/** Registers and listens over a WebSocket, acknowledging now and then; without `authorization`, at a bare server. */
export async function connectSocket(
  url: string,
  authorization: string | undefined,
  heard: (event: string) => void,
): Promise<void> {
  const queue = authorization ? await register(url, authorization) : undefined
  const path = queue ? `/api/v1/events/socket?queue_id=${queue.id}&last_event_id=${queue.lastEventId}` : '/'
  const headers = authorization ? { authorization } : {}
  const socket = new WebSocket(url.replace('http', 'ws') + path, { headers, perMessageDeflate: false })
  let count = 0
  socket.on('message', (data: Buffer) => {
    const event = data.toString('latin1')
    heard(event)
    if (queue && ++count % 50 === 0) socket.send(JSON.stringify({ ack: JSON.parse(event).id }))
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
}
