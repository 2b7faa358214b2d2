import { expect, onTestFinished, test, vi } from 'vitest'
import { Journal, type JournalOptions } from './journal.ts'
import type { Recorder } from './recorder.ts'

/** A journal that nothing is written into, on a computer whose time is the test's. */
function journalWith(options: Partial<JournalOptions>): Journal {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const recorder = {
    reached: { generation: 'g', sequence: 0 },
    position: async () => undefined,
    spool: { waiting: [] },
    whenRecorded: () => {},
  } as unknown as Recorder
  return new Journal({
    recorder,
    db: {} as never,
    files: () => ({}) as never,
    destinations: () => ['local'],
    open: async () => undefined,
    makeSnapshot: async () => false,
    warn: () => {},
    ...options,
  })
}

test('whoever sets up a chat long after the first start has a snapshot at once, and after one that failed another one later', async () => {
  const makeSnapshot = vi.fn<(name: string) => Promise<boolean>>().mockResolvedValue(false)
  const journal = journalWith({ makeSnapshot })
  journal.start()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(makeSnapshot, 'people who sign in come first').not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(makeSnapshot, 'there is nothing yet').toHaveBeenCalled()

  makeSnapshot.mockReset().mockRejectedValue(new Error('as wished'))
  await vi.advanceTimersByTimeAsync(5000)
  expect(makeSnapshot).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(9 * 60_000)
  expect(makeSnapshot).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(makeSnapshot).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
  await journal.close()
})

test('a clock that is set back by a year lets no place wait for so long', async () => {
  const open = vi.fn<JournalOptions['open']>().mockResolvedValue(undefined)
  const makeSnapshot = vi.fn<(name: string) => Promise<boolean>>().mockRejectedValue(new Error('as wished'))
  const journal = journalWith({ open, makeSnapshot })
  journal.start()
  await vi.advanceTimersByTimeAsync(40_000)
  expect(makeSnapshot).toHaveBeenCalledTimes(1)
  open.mockRejectedValueOnce(new Error('it is away'))
  await vi.advanceTimersByTimeAsync(3000)

  vi.setSystemTime(Date.now() - 365 * 24 * 60 * 60_000)
  open.mockClear()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(open).toHaveBeenCalled()
  expect(makeSnapshot).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
  await journal.close()
})
