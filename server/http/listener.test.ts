import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Koa from 'koa'
import { expect, test } from 'vitest'
import { closeHttpServer, createHttpServer } from './listener.ts'
import { Upgrades } from './upgrades.ts'

test('a browser that connected in advance and asked nothing does not hold up a stop', async () => {
  const server = createHttpServer(new Koa(), new Upgrades()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(server, 'connection')

  const longerThanTheTest = 600_000
  await closeHttpServer(server, longerThanTheTest)

  expect(server.listening).toBe(false)
  socket.destroy()
})
