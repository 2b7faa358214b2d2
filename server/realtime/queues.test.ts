import { expect, test } from 'vitest'
import type { UserId } from '../api/ids.ts'
import { dialectOf } from './dialect.ts'
import type { QueueTerms } from './queue.ts'
import { EventQueues } from './queues.ts'

const dialect = dialectOf({ apply_markdown: true, client_capabilities: { bulk_message_deletion: true } })
const old = dialectOf({})
const terms = (userId: number, more: Partial<QueueTerms> = {}): QueueTerms => ({
  userId: userId as UserId,
  dialect,
  eventTypes: undefined,
  narrow: [],
  allPublicStreams: false,
  clientName: 'test',
  idleTimeout: 600,
  ...more,
})
const everyone = [1, 2] as UserId[]
const waiting = (queues: EventQueues, id: string, userId: number) =>
  queues
    .find(id, userId as UserId)
    .waiting()
    .map(({ plain }) => plain)

test('an event is the same bytes for everybody who hears it in the same words', () => {
  const queues = new EventQueues()
  const [one, two] = [queues.open(terms(1)), queues.open(terms(2))]
  queues.publish([{ event: { type: 'x' }, userIds: everyone }])
  expect(one.waiting()[0]!.json).toBe(two.waiting()[0]!.json)
})

test('an event in other words is rendered for each way to speak, not for each person', () => {
  const queues = new EventQueues()
  const opened = [queues.open(terms(1)), queues.open(terms(2)), queues.open(terms(2, { dialect: old }))]
  let asked = 0
  const event = {
    type: 'x',
    forDialect: ({ applyMarkdown }: { applyMarkdown: boolean }) => ({ type: 'x', applyMarkdown, asked: ++asked }),
  }
  queues.publish([{ event, userIds: everyone }])
  expect(asked).toBe(2)
  expect(opened.map((queue) => queue.waiting()[0]!.plain.applyMarkdown)).toEqual([true, true, false])
})

test('ids grow within each queue, also where one event becomes several', () => {
  const queues = new EventQueues()
  const [one, two] = [queues.open(terms(1)), queues.open(terms(2, { dialect: old }))]
  const event = { type: 'x', forDialect: (d: unknown) => (d === old ? [{ type: 'x' }, { type: 'x' }] : { type: 'x' }) }
  queues.publish([
    { event, userIds: everyone },
    { event, userIds: everyone },
  ])
  for (const queue of [one, two]) {
    const ids = queue.waiting().map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  }
  expect(two.waiting()).toHaveLength(4)
})

test('queues hear only the types they asked for, and heartbeats', () => {
  const queues = new EventQueues()
  const queue = queues.open(terms(1, { eventTypes: ['typing'] }))
  queues.publish([
    { event: { type: 'message' }, userIds: everyone },
    { event: { type: 'typing' }, userIds: everyone },
  ])
  expect(queue.waiting().map(({ type }) => type)).toEqual(['typing'])
})

test('a narrowed queue hears only messages within', () => {
  const queues = new EventQueues()
  const queue = queues.open(
    terms(1, {
      narrow: [
        ['stream', 'general'],
        ['topic', 'Lunch'],
      ],
    }),
  )
  const message = (display_recipient: string, subject: string) => ({
    type: 'message',
    message: { type: 'stream', display_recipient, subject },
    flags: [],
  })
  const events = [message('general', 'lunch'), message('general', 'dinner'), message('random', 'lunch')]
  queues.publish(events.map((event) => ({ event, userIds: everyone })))
  expect(queue.waiting()).toHaveLength(1)
})

test('what is acknowledged goes, what is not stays', () => {
  const queues = new EventQueues()
  const queue = queues.open(terms(1))
  queues.publish([1, 2, 3].map((n) => ({ event: { type: 'x', n }, userIds: everyone })))
  queue.acknowledge(queue.waiting()[1]!.id)
  expect(queue.waiting().map(({ plain }) => plain.n)).toEqual([3])
  queue.acknowledge(-1)
  expect(queue.waiting()).toHaveLength(1)
})

test('queues go on in the next process where they were, and events shared stay shared', () => {
  const queues = new EventQueues()
  const [one, two] = [queues.open(terms(1)), queues.open(terms(2))]
  queues.publish([
    { event: { type: 'x', n: 1 }, userIds: everyone },
    { event: { type: 'x', n: 2 }, userIds: [2] as UserId[] },
  ])
  const stored = JSON.stringify(queues)
  expect(stored.match(/"n":1/g)).toHaveLength(1)

  const next = new EventQueues()
  next.restore(JSON.parse(stored))
  expect(waiting(next, one.id, 1)).toEqual([{ type: 'x', n: 1 }])
  expect(waiting(next, two.id, 2)).toEqual([
    { type: 'x', n: 1 },
    { type: 'x', n: 2 },
  ])
  expect(next.find(one.id, 1 as UserId).waiting()[0]).toBe(next.find(two.id, 2 as UserId).waiting()[0])
  next.publish([{ event: { type: 'x', n: 3 }, userIds: everyone }])
  const ids = next
    .find(one.id, 1 as UserId)
    .waiting()
    .map(({ id }) => id)
  expect(ids[1]).toBeGreaterThan(ids[0]!)
})

test('a program that asked for all public channels hears what its user is not in', () => {
  const queues = new EventQueues()
  const queue = queues.open(terms(3, { allPublicStreams: true }))
  queues.publish([
    { event: { type: 'x', n: 1 }, userIds: everyone, isPublic: true },
    { event: { type: 'x', n: 2 }, userIds: everyone },
  ])
  expect(queue.waiting().map(({ plain }) => plain.n)).toEqual([1])
})

test('nobody finds a queue that is not theirs', () => {
  const queues = new EventQueues()
  const queue = queues.open(terms(1))
  expect(() => queues.find(queue.id, 2 as UserId)).toThrow(/Bad event queue ID/)
  queues.closeOf(1 as UserId)
  expect(() => queues.find(queue.id, 1 as UserId)).toThrow(/Bad event queue ID/)
})
