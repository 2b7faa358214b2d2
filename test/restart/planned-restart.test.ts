import { expect, onTestFinished, test } from 'vitest'
import type { HeardEvent, HeardQueue } from '../support/heard-queue.ts'
import { type Person, Refusal } from '../support/person.ts'
import { createAda, personAt, prepareFolder, type ServerProcess, serveProcess } from '../support/server-process.ts'
import { SocketQueue } from '../support/socket-queue.ts'

const listeners = 50

test('fifty who poll and fifty on sockets hear everything once across a planned restart', async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const first = await serveProcess(folder)
  const speaker = personAt(first, owner)
  const polls = await Promise.all(Array.from({ length: listeners }, () => speaker.register({ event_types: ['message'] })))
  const sockets = await Promise.all(Array.from({ length: listeners }, () => openSocket(speaker)))
  const polled = Promise.all(polls.map((queue) => pollThroughout(queue, 40)))

  const sent: number[] = []
  for (let i = 0; i < 20; i++) sent.push((await speaker.send('general', 'restart', `before ${i}`)).id)
  expect(await first.stop()).toBe(0)
  const second: ServerProcess = await serveProcess(folder, { port: first.port })
  onTestFinished(() => second.kill())
  for (let i = 0; i < 20; i++) sent.push((await speaker.send('general', 'restart', `after ${i}`)).id)

  await expect.poll(() => sockets.every(({ heard }) => heard.length >= sent.length)).toBe(true)
  for (const heard of [...(await polled), ...sockets.map((socket) => socket.heard)]) {
    expect(messageIds(heard)).toEqual(sent)
  }
  expect(sockets.flatMap(({ lost }) => lost)).toEqual([])
  for (const socket of sockets) socket.end()
})

const messageIds = (events: readonly HeardEvent[]): number[] => events.map((event) => event.message.id)

async function openSocket(person: Person): Promise<SocketQueue> {
  const snapshot = await person.post('/register', { event_types: ['message'] })
  const socket = new SocketQueue(person, snapshot as { queue_id: string; last_event_id: number })
  await socket.connect()
  return socket
}

/** Polls as clients do until it has heard so much: a connection that breaks is tried again, an error that says so is not forgiven. */
async function pollThroughout(queue: HeardQueue, count: number): Promise<HeardEvent[]> {
  const heard: HeardEvent[] = []
  while (heard.length < count) {
    try {
      heard.push(await queue.next())
    } catch (error) {
      if (error instanceof Refusal) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return heard
}

test('what the command line changes between two runs is heard by those who were there before', async () => {
  const { folder, owner, passwordFile, remove } = await prepareFolder()
  onTestFinished(remove)
  const first = await serveProcess(folder)
  const queue = await personAt(first, owner).register({ event_types: ['realm_user'] })
  await first.stop()
  await createAda(folder, passwordFile)
  const second = await serveProcess(folder, { port: first.port })
  onTestFinished(() => second.kill())
  expect(await queue.next()).toMatchObject({ type: 'realm_user', op: 'add', person: { full_name: 'Ada' } })
})
