import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const capabilities = JSON.stringify({ bulk_message_deletion: true, empty_topic_name: true, user_settings_object: true })

/** What a member needs of the answer stands at its beginning. */
const enough = 1000

export interface OpenQueue {
  readonly id: string
  readonly lastEventId: number
}

/** Registers as a browser does, for everything. Of the answer, which may be large, it reads only what it needs. */
export function register(url: string, authorization: string): Promise<OpenQueue> {
  const body = new URLSearchParams({ apply_markdown: 'true', client_capabilities: capabilities }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length, authorization }
  return new Promise((resolve, reject) => {
    request(`${url}/api/v1/register`, { method: 'POST', agent, headers }, (response) => {
      let head = ''
      response.on('data', (chunk: Buffer) => {
        if (head.length < enough) head += chunk.toString('latin1', 0, enough)
      })
      response.on('end', () => {
        const id = /"queue_id":"([^"]+)"/.exec(head)?.[1]
        const last = /"last_event_id":(-?\d+)/.exec(head)?.[1]
        if (id) resolve({ id, lastEventId: Number(last) })
        else reject(new Error(`Registering was answered with ${head.slice(0, 200)}`))
      })
    })
      .on('error', reject)
      .end(body)
  })
}
