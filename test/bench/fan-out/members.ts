import { Agent, request } from 'node:http'
import { percentile } from '../section.ts'
import { pollForever } from './poll-member.ts'
import { connectSocket } from './socket-member.ts'

/**
 * The other side of a fan-out: N members who listen, and one who speaks. A process of its own, so that its work is not counted
 * as the server's. Reads its orders as JSON from the command line and writes what it saw as one line of JSON.
 */
export interface Orders {
  readonly url: string
  readonly listenBy: 'socket' | 'poll' | 'bare socket'
  readonly members: readonly string[] // Authorization headers
  readonly speaker: string
  /** Messages on their way at once; the next is sent when one has reached everybody. */
  readonly window: number
  readonly seconds: number
  /** Messages a second for the latency run. */
  readonly rate: number
}

export interface Seen {
  readonly connectSeconds: number
  readonly deliveries: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly eventBytes: number
  /** Of long polls: how many events came in each answer, on average. */
  readonly eventsAnAnswer: number
}

const orders = JSON.parse(process.argv[2]!) as Orders
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const text = 'twenty ordinary words that somebody might well write to their colleagues about lunch or about the work of that day'

let delivered = 0
let answers = 0
let eventBytes = 0
const waiting = new Map<number, number>()
const sentAt = new Map<number, number>()
const latencies: number[] = []
let onComplete: () => void = () => {}

/** One event that reached one member. */
export function heard(bytes: string): void {
  const at = bytes.indexOf('number-')
  if (at < 0) return
  const number = Number.parseInt(bytes.slice(at + 7, at + 20), 10)
  eventBytes = bytes.length
  delivered += 1
  latencies.push(performance.now() - sentAt.get(number)!)
  const left = waiting.get(number)! - 1
  waiting.set(number, left)
  if (left === 0) onComplete()
}

function speak(number: number): void {
  waiting.set(number, orders.members.length)
  sentAt.set(number, performance.now())
  const body = new URLSearchParams({
    type: 'channel',
    to: 'general',
    topic: 'bench',
    content: `number-${number} ${text}`,
  }).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': body.length,
    authorization: orders.speaker,
  }
  request(`${orders.url}/api/v1/messages`, { method: 'POST', agent, headers }, (response) => {
    response.resume()
    if (response.statusCode !== 200) throw new Error(`A message was answered with ${response.statusCode}`)
  }).end(body)
}

async function connectAll(): Promise<void> {
  const left = [...orders.members]
  const connect = async (): Promise<void> => {
    for (let member = left.pop(); member !== undefined; member = left.pop()) {
      if (orders.listenBy === 'poll') await pollForever(orders.url, member, { heard, answered: () => answers++ })
      else await connectSocket(orders.url, orders.listenBy === 'socket' ? member : undefined, heard)
    }
  }
  await Promise.all(Array.from({ length: 16 }, connect))
}

/** As many as the window lets through. */
function speakAtFullWindow(first: number): Promise<number> {
  return new Promise((resolve) => {
    let next = first
    let underWay = orders.window
    const end = performance.now() + orders.seconds * 1000
    onComplete = () => {
      if (performance.now() < end) speak(next++)
      else if (--underWay === 0) resolve(next)
    }
    for (let i = 0; i < orders.window; i++) speak(next++)
  })
}

async function speakAtRate(first: number): Promise<void> {
  const count = orders.rate * orders.seconds
  const allHeard = new Promise<void>((resolve) => {
    let complete = 0
    onComplete = () => {
      if (++complete === count) resolve()
    }
  })
  for (let i = 0; i < count; i++) {
    speak(first + i)
    await new Promise((resolve) => setTimeout(resolve, 1000 / orders.rate))
  }
  await allHeard
}

const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`)
const started = performance.now()
await connectAll()
say({ connectSeconds: (performance.now() - started) / 1000 })
await new Promise((resolve) => process.stdin.once('data', resolve))
const begun = performance.now()
const next = await speakAtFullWindow(1)
say({ deliveries: delivered, seconds: (performance.now() - begun) / 1000, eventBytes, eventsAnAnswer: delivered / answers })
await new Promise((resolve) => process.stdin.once('data', resolve))
latencies.length = 0
await speakAtRate(next)
say({ p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) })
process.exit(0)
