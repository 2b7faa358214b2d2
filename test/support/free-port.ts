import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A port at which nobody listens, also for whoever lets go of it and comes back: none of those that the system hands to everybody
 * who asks for any, so that no test beside this one is given it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().on('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
