import { Agent, request } from 'node:http'
import { register } from './register.ts'

/** Registers and long-polls over one connection that stays open, as Zulip's clients do. */
export async function pollForever(
  url: string,
  authorization: string,
  { heard, answered }: { readonly heard: (event: string) => void; readonly answered: () => void },
): Promise<void> {
  const queue = await register(url, authorization)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let last = queue.lastEventId
  const poll = (): void => {
    request(
      `${url}/api/v1/events?queue_id=${queue.id}&last_event_id=${last}`,
      { agent, headers: { authorization } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          answered()
          for (const event of JSON.parse(Buffer.concat(chunks).toString()).events as { id: number }[]) {
            last = event.id
            heard(JSON.stringify(event))
          }
          poll()
        })
      },
    ).end()
  }
  poll()
}
