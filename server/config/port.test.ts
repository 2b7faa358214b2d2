import { once } from 'node:events'
import { type AddressInfo, createServer, Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { hostToListenOn, isLoopback, reachableUrls } from './addresses.ts'
import { listenOnFreePort, portsToTry } from './port.ts'

const servers: Server[] = []
const newServer = (server = createServer()): Server => {
  servers.push(server)
  return server
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function takenPort(): Promise<number> {
  const other = newServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  return (other.address() as AddressInfo).port
}

test('a port that another program uses is passed over for the next, and that is said', async () => {
  const wanted = await takenPort()

  const { port, moved } = await listenOnFreePort(newServer(), '127.0.0.1', wanted)

  expect(port).toBeGreaterThan(wanted)
  expect(moved).toMatchObject({
    code: 'PORT_MOVED',
    message: `Port ${wanted} is used by another program, so Landline took port ${port}.`,
  })
})

test('a port that the system reserves counts as taken', async () => {
  const wanted = await takenPort()
  servers.splice(0).forEach((server) => void server.close())
  class ReservingSystem extends Server {
    override listen(...args: unknown[]): this {
      const options = args[0] as { port: number }
      if (options.port !== wanted) return super.listen(options)
      process.nextTick(() => this.emit('error', Object.assign(new Error('listen EACCES'), { code: 'EACCES' })))
      return this
    }
  }

  const { port, moved } = await listenOnFreePort(newServer(new ReservingSystem()), '127.0.0.1', wanted)

  expect(port).not.toBe(wanted)
  expect(moved?.message).toBe(`Port ${wanted} is reserved by the system, so Landline took port ${port}.`)
})

test('a free port is taken without a word', async () => {
  expect((await listenOnFreePort(newServer(), '127.0.0.1', 0)).moved).toBeUndefined()
})

test('an address of another computer is refused with what to do', async () => {
  await expect(listenOnFreePort(newServer(), '192.0.2.1', 0)).rejects.toMatchObject({
    code: 'ADDRESS_UNUSABLE',
    message: 'This computer has no address 192.0.2.1 to listen on.',
  })
})

test('ports to try stay within what exists and end with any', () => {
  expect(portsToTry(65534).slice(0, 3)).toEqual([65534, 65535, 5463])
  expect(portsToTry(80).at(-1)).toBe(0)
  expect(portsToTry(0)).toEqual([0])
})

test('only this computer is listened to until the owner opens it', () => {
  expect(hostToListenOn({ host: null, openToNetwork: false })).toBe('127.0.0.1')
  expect(hostToListenOn({ host: null, openToNetwork: true })).toBe('0.0.0.0')
  expect(hostToListenOn({ host: '10.0.0.5', openToNetwork: true })).toBe('10.0.0.5')
})

test('addresses to hand out begin with the public one, and loopback is known as such', () => {
  expect(reachableUrls('0.0.0.0', 5463, 'https://chat.example.org/')[0]).toBe('https://chat.example.org')
  expect(reachableUrls('0.0.0.0', 5463, null).at(-1)).toBe('http://127.0.0.1:5463')
  expect(reachableUrls('::1', 5463, null)).toEqual(['http://[::1]:5463'])
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', 'localhost'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '192.168.1.5', '127.0.0.1.example.org'].some(isLoopback)).toBe(false)
})
