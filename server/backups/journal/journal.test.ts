import { expect, onTestFinished, test, vi } from 'vitest'
import { Journal } from './journal.ts'
import type { Recorder } from './recorder.ts'

test('whoever sets up a chat long after the first start has a snapshot at once, and after one that failed another one later', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const makeSnapshot = vi.fn<(name: string) => Promise<boolean>>().mockResolvedValue(false)
  const recorder = {
    reached: { generation: 'g', sequence: 0 },
    position: async () => undefined,
    spool: { waiting: [] },
    whenRecorded: () => {},
  } as unknown as Recorder
  const journal = new Journal({
    recorder,
    db: {} as never,
    files: () => ({}) as never,
    destinations: () => ['local'],
    open: async () => undefined,
    makeSnapshot,
    warn: () => {},
  })
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
