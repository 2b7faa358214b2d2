import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checkSchedule, wasDue } from './cron.ts'
import { presets } from './presets.ts'
import { type Scheduled, Scheduler } from './scheduler.ts'

const nightly = '0 2 * * *'
const at = (day: number, hour: number, minutes = 0): Date => new Date(2026, 2, day, hour, minutes)

test('a night that the computer slept through is made up for, and one that it did not is not', () => {
  expect(wasDue(nightly, at(10, 2, 1), at(11, 9))).toBe(true)
  expect(wasDue(nightly, at(11, 2, 1), at(11, 9))).toBe(false)
  expect(wasDue(nightly, at(11, 1, 59), at(11, 2, 0))).toBe(true)
  expect(wasDue('0 8 * * 1-5', at(13, 9), at(15, 23))).toBe(false) // from Friday to Sunday
  expect(wasDue(nightly, new Date(0), at(11, 9))).toBe(true)
  expect(wasDue(nightly, at(12, 2, 1), at(11, 9))).toBe(false) // the clock was set back
})

test('what is no schedule is refused with an example', () => {
  checkSchedule('*/15 8-18 * * 1-5')
  for (const { cron } of presets) checkSchedule(cron)
  for (const text of ['', 'at night', '0 25 * * *', '* * * * * *'])
    expect(() => checkSchedule(text), text).toThrow('is no schedule')
})

/** Somebody whose backups take a minute, and who only knows what the clock says. */
function scheduled(schedule: string, start: Date) {
  const runs: string[] = []
  const clock = { now: start.getTime() / 1000 }
  const success = (): { at: number } => ({ at: clock.now })
  let verified = success()
  const backups = {
    settings: { schedule },
    now: () => clock.now,
    state: { of: () => ({ verified, failure: null }), drill: { at: clock.now } },
    isSetUp: async () => true,
    changedSettings: { placesBehind: async () => [] },
    async create() {
      runs.push(new Date(clock.now * 1000).toString().slice(4, 33))
      verified = success()
    },
    drill: async () => {},
  } as unknown as Scheduled
  const scheduler = new Scheduler(backups, (error) => expect.fail(String(error)))
  return {
    runs,
    clock,
    async live(minutes: number) {
      for (let passed = 0; passed < minutes; passed += 1) {
        await scheduler.look()
        clock.now += 60
      }
    },
  }
}

describe('in Berlin', () => {
  beforeAll(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
  afterAll(() => void vi.unstubAllEnvs())

  test('a backup at half past two happens once in the night that has no half past two', async () => {
    const night = scheduled('30 2 * * *', new Date(2026, 2, 28, 20))
    await night.live(36 * 60) // until the second morning
    expect(night.runs).toEqual(['Mar 29 2026 03:00:00 GMT+0200', 'Mar 30 2026 02:30:00 GMT+0200'])
  })

  test('a backup at half past two happens once in the night that has two of them', async () => {
    const night = scheduled('30 2 * * *', new Date(2026, 9, 24, 20))
    await night.live(36 * 60)
    expect(night.runs).toEqual(['Oct 25 2026 02:30:00 GMT+0200', 'Oct 26 2026 02:30:00 GMT+0100'])
  })

  test.each([
    [2, 28],
    [9, 24],
  ])('whoever wants one every hour has one every hour that passes, also in such a night (%i)', async (month, day) => {
    const night = scheduled('0 * * * *', new Date(2026, month, day, 20, 1))
    await night.live(12 * 60)
    expect(night.runs).toHaveLength(12)
  })
})

test('a clock that is set back by an hour repeats no backup', async () => {
  const night = scheduled(nightly, new Date(2026, 2, 10, 1))
  await night.live(2 * 60)
  night.clock.now -= 60 * 60
  await night.live(2 * 60)
  expect(night.runs).toHaveLength(1)
})

test('after a clock was a year ahead, backups go on with the next night', async () => {
  const night = scheduled(nightly, new Date(2027, 2, 10, 1))
  await night.live(2 * 60)
  night.clock.now = new Date(2026, 2, 10, 12).getTime() / 1000
  await night.live(36 * 60)
  expect(night.runs.map((run) => run.slice(0, 17))).toEqual(['Mar 10 2027 02:00', 'Mar 11 2026 02:00'])
})

test('a second backup waits for the first to end', async () => {
  const slow = Promise.withResolvers<void>()
  let begun = 0
  const start = new Date(2026, 2, 10, 1).getTime() / 1000
  let now = start + 60
  const backups = {
    settings: { schedule: '* * * * *' },
    now: () => now,
    state: { of: () => ({ verified: { at: start }, failure: null }), drill: { at: start } },
    isSetUp: async () => true,
    async create() {
      begun += 1
      await slow.promise
    },
  } as unknown as Scheduled
  const scheduler = new Scheduler(backups, (error) => expect.fail(String(error)))
  const first = scheduler.look()
  for (let looks = 0; looks < 3; looks += 1) {
    now += 60
    await scheduler.look()
  }
  slow.resolve()
  await first
  expect(begun).toBe(1)
})
