import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PackedPages, PageMap } from './page-map.ts'

const nameOf = (number: number): string => number.toString(16).padStart(64, '0')

/** What was written at one time: some pages of a database that had `count` of them then, a few to a chunk. */
const writing = fc
  .record({
    count: fc.integer({ min: 0, max: 300 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    packed: fc.nat({ max: 40 }),
  })
  .chain(({ count, share, packed }) =>
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count }).map((dice) => ({
      count,
      inChunk: packed + 1,
      chosen: dice.flatMap((die, index) => (die <= share ? [index + 1] : [])),
    })),
  )

/** As many maps one after the other, and beside them the plain truth: of each page, its chunk and slot. */
function follow(writings: readonly (typeof writing extends fc.Arbitrary<infer W> ? W : never)[]) {
  let map = PageMap.empty
  let truth: string[] = []
  for (const [time, { count, inChunk, chosen }] of writings.entries()) {
    const all = new Set([...chosen, ...Array.from({ length: Math.max(0, count - truth.length) }, (_, i) => truth.length + i + 1)])
    const pages = [...all].toSorted((a, b) => a - b)
    const packed: PackedPages[] = []
    for (let i = 0; i < pages.length; i += inChunk)
      packed.push({ chunk: nameOf(time * 1000 + i), pages: pages.slice(i, i + inChunk) })
    map = map.with(packed, count)
    truth = truth.slice(0, count)
    for (const { chunk, pages: those } of packed) for (const [slot, page] of those.entries()) truth[page - 1] = `${chunk} ${slot}`
  }
  return { map, truth }
}

const placesIn = (map: PageMap): string[] => {
  const places: string[] = []
  for (const { chunk, pages, slots } of map.byChunk())
    for (const [i, page] of pages.entries()) places[page - 1] = `${chunk} ${slots[i]}`
  return places
}

test('whatever was written, grown or cut off, each page is found where it was written last', () => {
  fc.assert(
    fc.property(fc.array(writing, { minLength: 1, maxLength: 6 }), (writings) => {
      const { map, truth } = follow(writings)
      expect(placesIn(map)).toEqual(truth)
      const used = Object.groupBy(truth, (place) => place.slice(0, 64))
      expect(Object.fromEntries(map.usage())).toEqual(
        Object.fromEntries(Object.entries(used).map(([chunk, places]) => [chunk, places!.length])),
      )
      const read = PageMap.decode(map.encode(), map.count)
      expect(placesIn(read)).toEqual(truth)
      expect(read.encode().equals(map.encode())).toBe(true)
    }),
  )
})

test('a list of pages that is cut short, goes on, or is of another length is refused, and never read past its end', () => {
  fc.assert(
    fc.property(fc.array(writing, { minLength: 1, maxLength: 3 }), fc.nat(), (writings, cut) => {
      const { map } = follow(writings)
      const bytes = map.encode()
      expect(() => PageMap.decode(bytes.subarray(0, cut % bytes.length), map.count)).toThrow()
      expect(() => PageMap.decode(Buffer.concat([bytes, Buffer.of(1)]), map.count)).toThrow()
      expect(() => PageMap.decode(bytes, map.count + 1)).toThrow()
    }),
  )
})

test('a page that nobody wrote is not forgotten quietly', () => {
  const map = PageMap.empty.with([{ chunk: nameOf(1), pages: [1, 3] }], 3)
  expect(() => map.encode()).toThrow('Page 2 is nowhere')
})

test('of a gigabyte the list is 38 KiB, and of one page in a hundred that changed some 12 bytes a page', () => {
  const whole = Array.from({ length: 1024 }, (_, chunk) => ({
    chunk: nameOf(chunk),
    pages: Array.from({ length: 256 }, (__, slot) => chunk * 256 + slot + 1),
  }))
  const map = PageMap.empty.with(whole, 262_144)
  expect(map.encode().length).toBeLessThan(1024 * (32 + 6))
  const some = Array.from({ length: 2621 }, (_, i) => i * 100 + 1)
  const packed = Array.from({ length: 11 }, (_, i) => ({ chunk: nameOf(2000 + i), pages: some.slice(i * 256, (i + 1) * 256) }))
  expect(map.with(packed, 262_144).encode().length).toBeLessThan(1024 * (32 + 6) + 2621 * 12)
})
