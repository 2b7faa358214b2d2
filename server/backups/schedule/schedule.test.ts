import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import { Backups } from '../backups.ts'
import { backupProblems } from './alarms.ts'
import { checkSchedule, wasDue } from './cron.ts'

const nightly = '0 2 * * *'
const at = (day: number, hour: number, minute = 0): Date => new Date(2026, 2, day, hour, minute)

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
  for (const text of ['', 'at night', '0 25 * * *', '* * * * * *'])
    expect(() => checkSchedule(text), text).toThrow('is no schedule')
})

test('the owner hears that there has been no good backup for a day, and no more of it after the next one', async () => {
  const landline = await startLandline()
  const { folder, database, settings, secrets, features } = landline.appliance
  let now = Math.floor(Date.now() / 1000)
  const backups = new Backups({
    folder,
    database,
    secrets: secrets.store,
    library: features.uploads.files,
    settings: { get: () => settings.get().backups, change: (changed) => settings.change({ backups: changed }) },
    now: () => now,
  })
  expect(backupProblems(backups)).toEqual([])
  now += 26 * 60 * 60
  expect(backupProblems(backups)).toEqual([expect.objectContaining({ code: 'BACKUP_OLD' })])
  await backups.create(undefined, 'schedule')
  expect(backupProblems(backups)).toEqual([])
  now += 24 * 60 * 60
  expect(backupProblems(backups)).toEqual([])
  now += 2 * 60 * 60
  expect(backupProblems(backups)[0]!.message).toContain('The last one that could be read back is of')
  await backups.close()
})
