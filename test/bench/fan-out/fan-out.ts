import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { cpuMicroseconds, residentMegabytes } from '../process-cost.ts'
import type { Orders, Seen } from './members.ts'

const program = (name: string): string => join(import.meta.dirname, name)

export interface Measured extends Seen {
  readonly cpuPerDelivery: number
  readonly deliveriesPerSecond: number
  readonly megabytes: number
}

/** Runs members against a server that is up, and accounts for the server's work alone. */
export async function measureFanOut(pid: number, orders: Orders): Promise<Measured> {
  const child = spawn(process.execPath, ['--max-old-space-size=4096', program('members.ts'), JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const connected = await nextLine(child, lines)
  const before = cpuMicroseconds(pid)
  child.stdin.write('go\n')
  const full = await nextLine(child, lines)
  const cpu = cpuMicroseconds(pid) - before
  const megabytes = residentMegabytes(pid)
  child.stdin.write('go\n')
  const atRate = await nextLine(child, lines)
  const seen = { ...connected, ...full, ...atRate } as Seen
  return { ...seen, cpuPerDelivery: cpu / seen.deliveries, deliveriesPerSecond: seen.deliveries / seen.seconds, megabytes }
}

async function nextLine(child: ChildProcess, lines: Interface): Promise<object> {
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [undefined])])) as [string | undefined]
  if (line === undefined) throw new Error('The members of the fan-out ended early')
  return JSON.parse(line)
}

export interface BareServer {
  readonly url: string
  readonly pid: number
  stop(): void
}

export async function startBareServer(mode: 'broadcasting' | 'storing', file: string, eventBytes: number): Promise<BareServer> {
  const child = spawn(process.execPath, [program('bare-server.ts'), mode, file, String(eventBytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { ...(JSON.parse(line) as { url: string; pid: number }), stop: () => void child.kill('SIGKILL') }
}
