import { expect, test } from 'vitest'
import { release, releaseLast } from './release.ts'

test('what was large is gone at once, and what shares its memory with others is left alone', () => {
  const large = Buffer.alloc(1024 * 1024, 1)
  const read = Buffer.from(new ArrayBuffer(Buffer.poolSize)) // from a connection, with two pieces in it
  const [small, beside] = [Buffer.from('one of many'), Buffer.from('another')]
  for (const bytes of [large.subarray(100), read.subarray(0, 50_000), small, Buffer.alloc(0)]) release(bytes)
  expect([large.length, read.length]).toEqual([0, Buffer.poolSize])
  expect([small, beside].map(String)).toEqual(['one of many', 'another'])
})

test('of a connection’s memory, only its last piece gives it back', () => {
  const memory = Buffer.from(new ArrayBuffer(128 * 1024))
  const [first, last] = [memory.subarray(0, 64 * 1024), memory.subarray(64 * 1024)]
  releaseLast(first)
  expect(last.length).toBe(64 * 1024)
  releaseLast(last)
  expect(memory.length).toBe(0)
})
