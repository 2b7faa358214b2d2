import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inSlices } from './in-slices.ts'

test('whoever goes through many things lets others have their turn', async () => {
  let turns = 0
  let isOver = false
  const others = (async () => {
    for (; !isOver; turns++) await setImmediate()
  })()
  const seen: number[] = []
  for await (const thing of inSlices([1, 2, 3, 4])) {
    const began = performance.now()
    while (performance.now() - began < 10);
    seen.push(thing)
  }
  isOver = true
  await others
  expect(seen).toEqual([1, 2, 3, 4])
  expect(turns).toBeGreaterThanOrEqual(4)
})
