import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { allRows } from '../../test/support/backups/bare-backups.ts'
import { newFolder, startLandline } from '../../test/support/landline.ts'
import { restoreInto } from './restore/into-folder.ts'

const day = 24 * 60 * 60 * 1000
const fewest = { hourly: 0, daily: 1, weekly: 0, monthly: 0 }

/** A server on a computer whose clock is the test's, and which keeps few backups. */
async function startAt(now: Date) {
  vi.useFakeTimers({ toFake: ['Date'], now })
  onTestFinished(() => void vi.useRealTimers())
  const landline = await startLandline()
  const { backups } = landline.appliance.features
  backups.change({ retention: fewest })
  const read = <T>(work: Parameters<typeof backups.reading<T>>[1]) => backups.reading('local', work)
  return {
    landline,
    read,
    async backUpOn(date: Date): Promise<string> {
      vi.setSystemTime(date)
      const [made] = await backups.create(undefined, 'schedule')
      return made!.name.id
    },
    ids: () => read(async (repository) => (await repository.snapshots()).map(({ id }) => id)),
    newest: () => read(async (repository) => (await repository.find('latest')).id),
  }
}

const noon = new Date(2026, 2, 10, 12)
const later = (days: number): Date => new Date(noon.getTime() + days * day)

test('after a clock was a year ahead, backups stay, are pruned as ever, and the newest is the one that is restored', async () => {
  const { landline, read, backUpOn, ids, newest } = await startAt(noon)
  const before = await backUpOn(noon)
  const ahead = [await backUpOn(later(365)), await backUpOn(later(366))]
  expect(await newest()).toBe(ahead[1])
  const ada = await landline.user('Ada')
  await landline.channel('general', { subscribers: [ada] })
  await ada.send('general', 'lunch', 'Soup?')

  const [first, second, third] = [await backUpOn(later(1)), await backUpOn(later(2)), await backUpOn(later(3))]
  expect(before < first && first < second).toBe(true)
  expect(await ids()).toEqual([...ahead, second, third])
  expect(await newest()).toBe(third)
  const restored = path.join(newFolder(), 'restored')
  await read(async (repository) => restoreInto(repository, await repository.find('latest'), restored))
  expect(allRows(path.join(restored, 'landline.db')).messages).toContainEqual(expect.stringContaining('Soup?'))

  const fourth = await backUpOn(later(367))
  expect(await newest()).toBe(fourth)
  expect(await ids(), 'dates that have come count as all others do').toEqual([ahead[1], fourth])
})

test('a clock that falls back by years for a day removes nothing that was there', async () => {
  const { backUpOn, ids, newest } = await startAt(noon)
  const before = [await backUpOn(noon), await backUpOn(later(1))]
  const wrong = await backUpOn(new Date(2000, 0, 1))
  expect(await ids()).toEqual([...before, wrong])
  expect(await newest()).toBe(wrong)
  const right = await backUpOn(later(2))
  expect(await newest()).toBe(right)
  expect(await ids()).toEqual([before[1], right])
})
