import { expect, onTestFinished, test } from 'vitest'
import { prepareFolder, serveProcess } from '../support/server-process.ts'

test('a second server on the same data folder refuses, and names the first', async () => {
  const { folder, remove } = await prepareFolder()
  onTestFinished(remove)
  const first = await serveProcess(folder)
  onTestFinished(() => first.kill())
  await expect(serveProcess(folder)).rejects.toThrow(new RegExp(`already in use.*process ${first.pid}`))
})

test('a server that was killed leaves nothing in the way of the next', async () => {
  const { folder, remove } = await prepareFolder()
  onTestFinished(remove)
  await (await serveProcess(folder)).kill()
  const next = await serveProcess(folder)
  expect(await next.stop()).toBe(0)
})
