import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initialBackups } from '../../config/backup-settings.ts'
import { type Candidate, toKeep } from './keep.ts'

const numbers = fc.nat({ max: 30 })
const some = fc.record({ hourly: numbers, daily: numbers, weekly: numbers, monthly: numbers })
const retentions = fc.oneof(some, fc.constant({ hourly: 0, daily: 0, weekly: 0, monthly: 0 }))
const times = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
const candidates = fc
  .array(fc.record({ createdAt: times, isVerified: fc.boolean() }), { maxLength: 60 })
  .map((all) => all.map((one, i): Candidate => ({ ...one, id: `${one.createdAt.toISOString()} ${i}` })))

const later = new Date('2028-01-01')

const newestFirst = (all: readonly Candidate[]): Candidate[] =>
  all.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))

test('whatever the owner asks for, the newest verified snapshot and the newest two stay', () => {
  fc.assert(
    fc.property(candidates, retentions, (all, retention) => {
      const keep = toKeep(all, retention, later)
      const sorted = newestFirst(all)
      const verified = sorted.find(({ isVerified }) => isVerified)
      if (verified) expect(keep.has(verified.id)).toBe(true)
      for (const { id } of sorted.slice(0, 2)) expect(keep.has(id)).toBe(true)
      expect(keep.size).toBeGreaterThanOrEqual(Math.min(2, all.length))
    }),
  )
})

test('keeping more never loses a snapshot, and a second look removes nothing more', () => {
  fc.assert(
    fc.property(candidates, retentions, (all, retention) => {
      const keep = toKeep(all, retention, later)
      const more = toKeep(all, { ...retention, daily: retention.daily + 1 }, later)
      for (const id of keep) expect(more.has(id)).toBe(true)
      const left = all.filter(({ id }) => keep.has(id))
      expect(toKeep(left, retention, later)).toEqual(keep)
    }),
  )
})

test('snapshots of a clock that was ahead stay, and take the place of none', () => {
  fc.assert(
    fc.property(candidates, retentions, times, (all, retention, now) => {
      const past = all.filter(({ createdAt }) => createdAt <= now)
      const yetToCome = all.filter((one) => !past.includes(one)).map(({ id }) => id)
      expect(toKeep(all, retention, now)).toEqual(new Set([...yetToCome, ...toKeep(past, retention, now)]))
    }),
  )
})

test('after a year of hourly snapshots there are a day of hours, a week of days, a month of weeks and half a year', () => {
  const end = new Date(2026, 5, 30, 23, 30).getTime()
  const all = Array.from({ length: 365 * 24 }, (_, i): Candidate => {
    const createdAt = new Date(end - i * 3600_000)
    return { id: createdAt.toISOString(), createdAt, isVerified: true }
  })
  const kept = toKeep(all, initialBackups.retention, later)
  const keep = newestFirst(all).filter(({ id }) => kept.has(id))
  expect(keep.length).toBeGreaterThan(32)
  expect(keep.length).toBeLessThanOrEqual(24 + 7 + 4 + 6)
  expect(keep.slice(0, 24)).toEqual(newestFirst(all).slice(0, 24))
  const months = new Set(keep.map(({ createdAt }) => createdAt.getMonth()))
  expect(months.size).toBe(6)
})
