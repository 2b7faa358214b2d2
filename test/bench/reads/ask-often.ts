import { Agent, request } from 'node:http'
import { cpuMicroseconds } from '../process-cost.ts'
import type { Asking } from './recorded.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

export interface Rate {
  readonly perSecond: number
  /** Processor time of the server for each answer, in microseconds. */
  readonly cpu: number
  readonly milliseconds: readonly number[]
}

/** Asks over so many connections for so many seconds, after a second to warm up. */
export async function askOften(
  url: string,
  pid: number,
  askings: readonly Asking[],
  seconds: number,
  connections = 8,
): Promise<Rate> {
  await askFor(url, askings, 1, connections)
  const before = cpuMicroseconds(pid)
  const milliseconds = await askFor(url, askings, seconds, connections)
  return { perSecond: milliseconds.length / seconds, cpu: (cpuMicroseconds(pid) - before) / milliseconds.length, milliseconds }
}

async function askFor(url: string, askings: readonly Asking[], seconds: number, connections: number): Promise<number[]> {
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  let next = 0
  const askInTurn = async (): Promise<void> => {
    while (performance.now() < end) {
      const started = performance.now()
      await ask(url, askings[next++ % askings.length]!)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: connections }, askInTurn))
  return times
}

export function ask(url: string, { method, path, body = '', authorization }: Asking): Promise<void> {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }
  return new Promise((resolve, reject) => {
    request(url + path, { method, agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${method} ${path} was answered with ${response.statusCode}`))
      response.on('data', () => {})
      response.on('end', resolve)
    })
      .on('error', reject)
      .end(body)
  })
}
