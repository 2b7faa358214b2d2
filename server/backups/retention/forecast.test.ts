import { expect, test } from 'vitest'
import { keptLater } from './forecast.ts'

const usual = { hourly: 24, daily: 7, weekly: 4, monthly: 6 }
const now = new Date(2026, 2, 11, 9, 30)
const words = (times: readonly Date[]): string[] =>
  times.map((at) => at.toLocaleString('sv', { dateStyle: 'short', timeStyle: 'short' }))

test('the owner is told what nightly backups come to, before there are any', () => {
  const kept = words(keptLater('0 2 * * *', { ...usual, hourly: 0 }, now))
  expect(kept.slice(0, 8)).toEqual([
    ...['2026-03-11', '2026-03-10', '2026-03-09', '2026-03-08', '2026-03-07', '2026-03-06', '2026-03-05'].map(
      (d) => `${d} 02:00`,
    ),
    '2026-03-01 02:00', // a Sunday, the end of the week before
  ])
  expect(kept.at(-1)).toBe('2025-10-31 02:00')
})

test('backups of working days only leave the weekend out', () => {
  const kept = words(keptLater('30 8,18 * * 1-5', { hourly: 0, daily: 4, weekly: 0, monthly: 0 }, now))
  expect(kept).toEqual(['2026-03-11 08:30', '2026-03-10 18:30', '2026-03-09 18:30', '2026-03-06 18:30'])
})

test('a schedule that hardly ever comes true is no hard question', () => {
  expect(words(keptLater('0 2 1 * *', usual, now))).toHaveLength(6)
  expect(keptLater('0 2 29 2 *', usual, now)).toEqual([])
})
