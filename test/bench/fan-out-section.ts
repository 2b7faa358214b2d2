import { join } from 'node:path'
import { serveProcess } from '../support/server-process.ts'
import { type Crowd, makeCrowd } from './crowd.ts'
import { type Measured, measureFanOut, startBareServer } from './fan-out/fan-out.ts'
import type { Orders } from './fan-out/members.ts'
import { round, type Section } from './section.ts'

const sizes = [50, 200, 1000] as const
const seconds = 4

const orders = (url: string, members: readonly string[], listenBy: Orders['listenBy'], rate: number): Orders => ({
  url,
  listenBy,
  members,
  speaker: members[0]!,
  window: 10,
  seconds,
  rate,
})

const row = (what: string, size: number, m: Measured): (string | number)[] => [
  what,
  size,
  Math.round(m.deliveriesPerSecond),
  round(m.cpuPerDelivery, 2),
  round(m.p50),
  round(m.p99),
  round(m.connectSeconds, 2),
  Math.round(m.megabytes),
]
const columns = ['server', 'members', 'deliveries/s', 'CPU µs/delivery', 'p50 ms', 'p99 ms', 'all connected s', 'RSS MB']

async function ofLandline(crowd: Crowd, listenBy: 'socket' | 'poll', rate: number): Promise<Measured> {
  const server = await serveProcess(crowd.folder)
  try {
    return await measureFanOut(server.pid, orders(server.url, crowd.members, listenBy, rate))
  } finally {
    await server.stop()
  }
}

async function ofBare(mode: 'broadcasting' | 'storing', crowd: Crowd, eventBytes: number, rate: number): Promise<Measured> {
  const server = await startBareServer(mode, join(crowd.folder, '..', `${mode}.db`), eventBytes)
  try {
    return await measureFanOut(server.pid, orders(server.url, crowd.members, 'bare socket', rate))
  } finally {
    server.stop()
  }
}

/** One channel, N members on WebSockets; beside it, in the same run, what a server costs that does nothing else. */
export async function fanOutBySocket(): Promise<Section> {
  const rows: (string | number)[][] = []
  let largest: { landline: Measured; storing: Measured } | undefined
  for (const size of sizes) {
    const crowd = await makeCrowd(size)
    const rate = size === 1000 ? 10 : 20
    const landline = await ofLandline(crowd, 'socket', rate)
    const broadcasting = await ofBare('broadcasting', crowd, landline.eventBytes, rate)
    const storing = await ofBare('storing', crowd, landline.eventBytes, rate)
    rows.push(row('Landline', size, landline), row('bare, storing', size, storing), row('bare, not storing', size, broadcasting))
    largest = { landline, storing }
    crowd.remove()
  }
  const { landline, storing } = largest!
  return {
    title: 'Fan-out over WebSockets',
    about: `One channel, a window of 10 messages, ${seconds} s at full speed, then ${seconds} s at a fixed rate for the latencies. The bare servers are \`ws\` alone, sending the same number of bytes; the storing one inserts one message row and a row for each recipient and flushes them.`,
    columns,
    rows,
    goals: [
      {
        what: 'CPU per delivery against the bare storing server, 1,000 members',
        measured: round(landline.cpuPerDelivery / storing.cpuPerDelivery, 2),
        atMost: 1.6,
        unit: 'times',
      },
      { what: '1,000 members registered and connected', measured: round(landline.connectSeconds, 2), atMost: 4, unit: 's' },
      { what: 'server memory with 1,000 members', measured: Math.round(landline.megabytes), atMost: 220, unit: 'MB' },
    ],
  }
}

export async function fanOutByPoll(): Promise<Section> {
  const rows: (string | number)[][] = []
  let largest: Measured | undefined
  for (const size of sizes) {
    const crowd = await makeCrowd(size)
    largest = await ofLandline(crowd, 'poll', size === 1000 ? 4 : 10)
    rows.push([...row('Landline', size, largest), round(largest.eventsAnAnswer, 2)])
    crowd.remove()
  }
  return {
    title: 'Fan-out by long poll',
    about:
      'The same, heard as Zulip’s clients hear: GET /events, answered when something happens, asked again. An answer costs about the same with one event as with ten, so a delivery costs the less the more of them travel together.',
    columns: [...columns, 'events an answer'],
    rows,
    goals: [{ what: 'CPU per delivery, 1,000 members', measured: round(largest!.cpuPerDelivery), atMost: 90, unit: 'µs' }],
  }
}
