import { expect, test } from 'vitest'
import { release } from './release.ts'

test('what was large is gone at once, and what shares its memory with others is left alone', () => {
  const large = Buffer.alloc(1024 * 1024, 1)
  const [small, beside] = [Buffer.from('one of many'), Buffer.from('another')]
  for (const bytes of [large.subarray(100), small, Buffer.alloc(0)]) release(bytes)
  expect(large.length).toBe(0)
  expect([small, beside].map(String)).toEqual(['one of many', 'another'])
})
