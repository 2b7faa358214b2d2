import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Parts } from './parts.ts'

test('a file is cut into parts of one size, in whatever pieces it comes, and whoever asks first gets the first', async () => {
  const content = Buffer.from('Leek and potato soup for everybody, at noon')
  const pieces = [1, 0, 2, 25, 3, 12].map((length, index, all) => {
    const at = all.slice(0, index).reduce((sum, one) => sum + one, 0)
    return content.subarray(at, at + length)
  })
  const parts = new Parts(Readable.from(pieces))
  const [one, two] = [Buffer.alloc(10), Buffer.alloc(10)]

  const together = await Promise.all([parts.next(one), parts.next(two)])
  const found = together.map((part) => `${part?.number} ${part?.content}`)
  for (let part = await parts.next(one); part; part = await parts.next(one)) found.push(`${part.number} ${part.content}`)

  expect(found).toEqual(['1 Leek and p', '2 otato soup', '3  for every', '4 body, at n', '5 oon'])
  expect(parts.facts()).toEqual({ bytes: content.length, sha256: createHash('sha256').update(content).digest() })
})

test('of an empty file there is no part', async () => {
  expect(await new Parts(Readable.from([])).next(Buffer.alloc(10))).toBeUndefined()
})
