import { once } from 'node:events'
import type { Server } from 'node:net'
import { isErrno, type Problem, StartProblem } from './problem.ts'
import { usualPort } from './settings.ts'

export interface Listening {
  readonly port: number
  /** Set where another port than the wanted one had to be taken. */
  readonly moved: Problem | undefined
}

const neighbours = 10

/** Ports to try, the wanted one first. Port 0 (any) ends the list: a person finds the address on the screen rather than nothing. */
export function portsToTry(wanted: number): number[] {
  if (wanted === 0) return [0]
  const from = (first: number) => Array.from({ length: neighbours }, (_, i) => first + i).filter((port) => port <= 65535)
  return [...new Set([...from(wanted), ...from(usualPort), 0])]
}

/**
 * Listens on the wanted port, or on the next that is free. One that the system reserves (EACCES: below 1024 on Unix, and
 * whole ranges on Windows) counts as taken.
 * @throws StartProblem ADDRESS_UNUSABLE, PORT_UNUSABLE
 */
export async function listenOnFreePort(server: Server, host: string, wanted: number): Promise<Listening> {
  let firstRefusal: NodeJS.ErrnoException | undefined
  for (const port of portsToTry(wanted)) {
    try {
      server.listen({ host, port })
      await once(server, 'listening')
      const actual = (server.address() as { port: number }).port
      return { port: actual, moved: firstRefusal && portMoved(wanted, actual, firstRefusal) }
    } catch (error) {
      if (!isErrno(error, 'EADDRINUSE', 'EACCES')) throw asStartProblem(error, host)
      firstRefusal ??= error
    }
  }
  throw new StartProblem(
    'PORT_UNUSABLE',
    `No port of ${host} could be opened, from ${wanted} on.`,
    'See which program forbids it (a firewall or a sandbox), then start Landline again.',
  )
}

const portMoved = (wanted: number, actual: number, why: NodeJS.ErrnoException): Problem => ({
  code: 'PORT_MOVED',
  message: `Port ${wanted} is ${why.code === 'EACCES' ? 'reserved by the system' : 'used by another program'}, so Landline took port ${actual}.`,
  nextStep: `Tell people the new address. To return to port ${wanted}, free it and set “port” back in the settings.`,
})

function asStartProblem(error: unknown, host: string): unknown {
  if (!isErrno(error, 'EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL', 'EAI_AGAIN')) return error
  return new StartProblem(
    'ADDRESS_UNUSABLE',
    `This computer has no address ${host} to listen on.`,
    'Choose one of its addresses with --host or in landline.json, or 127.0.0.1 for this computer only.',
    { cause: error },
  )
}
