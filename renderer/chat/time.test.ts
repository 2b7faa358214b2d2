import { expect, test } from 'vitest'
import { dayOf, formatAgo, formatDay, formatFull, formatMoment, formatShort, formatTime } from './time.ts'

const noon = new Date(2026, 2, 7, 12, 5).getTime() / 1000
const day = 86_400

test('each of these days is named as people name it', () => {
  expect(formatDay(noon, noon * 1000)).toBe('Today')
  expect(formatDay(noon - day, noon * 1000)).toBe('Yesterday')
  expect(formatDay(noon - 10 * day, noon * 1000)).toMatch(/February/)
  expect(formatDay(noon - 400 * day, noon * 1000)).toMatch(/2025/)
})

test('a new day begins at the reader’s midnight', () => {
  const midnight = new Date(2026, 2, 8).getTime() / 1000
  expect(dayOf(midnight) - dayOf(midnight - 1)).toBe(1)
})

test('the clock is the reader’s choice', () => {
  const evening = noon + 6 * 3600
  expect(formatTime(evening, true)).toBe('18:05')
  expect(formatTime(evening, false)).toMatch(/^6:05/)
  expect(formatFull(evening, true)).toMatch(/2026.*18:05:00/)
  expect(formatMoment(new Date(evening * 1000), true)).toMatch(/2026.*18:05/)
})

test('what happened lately is told by its distance', () => {
  expect(formatAgo(noon - 180, noon * 1000)).toBe('3 minutes ago')
  expect(formatAgo(noon - 7200, noon * 1000)).toBe('2 hours ago')
  expect(formatShort(noon - day, null, noon * 1000)).toBe('Yesterday')
})
