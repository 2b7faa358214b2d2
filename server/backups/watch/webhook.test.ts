import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startWatched } from '../../../test/support/backups/watched.ts'
import { Webhook } from './webhook.ts'

/** A chat of somebody else's. */
async function startService(): Promise<{
  url: string
  heard: Record<string, unknown>[]
  answers: { status: number }
  server: Server
}> {
  const heard: Record<string, unknown>[] = []
  const answers = { status: 200 }
  const server = createServer(async (request, response) => {
    if (answers.status === 0) return // it never answers
    heard.push((await json(request)) as Record<string, unknown>)
    response.writeHead(answers.status).end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/s3cret`, heard, answers, server }
}

test('a service of the owner’s choice hears what begins and what is over, in words that chats show', async () => {
  const { watcher, world, pass } = await startWatched()
  const { url, heard } = await startService()
  await watcher.webhook.set(url)
  world.freeBytes = 100_000
  await pass(600, 10)
  world.freeBytes = 1e12
  await pass(60)
  expect(heard).toMatchObject([
    { event: 'begun', alarm: 'BACKUP_DISK_LOW', text: expect.stringContaining('Example: The disk of the data folder has') },
    { event: 'over', alarm: 'BACKUP_DISK_LOW', text: expect.stringContaining('Example: This is over: The disk') },
  ])
  expect(heard[0]!.content).toBe(heard[0]!.text)
  expect(await watcher.webhook.describe()).toEqual({ where: `${new URL(url).origin}/…`, deliveredAt: world.now, failure: null })
})

test('a service that refuses is an alarm for the owners, and is told once it listens again', async () => {
  const { watcher, world, pass, told } = await startWatched()
  const { url, heard, answers } = await startService()
  await watcher.webhook.set(url)
  answers.status = 500
  world.freeBytes = 100_000
  expect(await pass(120, 2)).toEqual(expect.arrayContaining(['BACKUP_DISK_LOW', 'ALARM_WEBHOOK_FAILED']))
  expect(await watcher.webhook.describe()).toMatchObject({ failure: { message: expect.stringContaining('it answered 500') } })
  expect(
    told.some((text) => text.includes('Alarms do not get through')),
    'told by direct message',
  ).toBe(true)

  answers.status = 204
  expect(await pass(600, 10)).toEqual(['BACKUP_DISK_LOW'])
  expect(heard.at(-1)).toMatchObject({ event: 'begun', alarm: 'BACKUP_DISK_LOW' })
  expect(heard.some(({ alarm }) => alarm === 'ALARM_WEBHOOK_FAILED')).toBe(false)
})

test('a service that never answers holds nobody up', async () => {
  const { landline, warnings } = await startWatched()
  const { url, answers } = await startService()
  answers.status = 0
  const remembered = { webhook: { deliveredAt: null, failure: null }, told: { owners: {}, webhook: {} } }
  const memory = { now: remembered, change: (changes: object) => Object.assign(remembered, changes) } as never
  const { store } = landline.appliance.secrets
  const webhook = new Webhook({ secrets: store, memory, organization: async () => 'Example', now: () => 1, patience: 50 })
  await webhook.set(url)
  await expect(webhook.try()).rejects.toMatchObject({ code: 'WEBHOOK_FAILED', message: expect.stringContaining('in time') })
  expect(warnings).toEqual([])
})

test('what is no web address is refused, and the secret in one is shown to nobody', async () => {
  const { landline, watcher } = await startWatched()
  for (const text of ['', 'hooks.example.com', 'file:///etc/passwd', 'https://ada:secret@example.com/'])
    await expect(watcher.webhook.set(text), text).rejects.toMatchObject({ code: 'WEBHOOK_INVALID' })
  await expect(watcher.webhook.try()).rejects.toMatchObject({ code: 'WEBHOOK_NONE' })
  await watcher.webhook.set('https://hooks.example.com/s3cret')
  expect(JSON.stringify(await watcher.webhook.describe())).not.toContain('s3cret')
  expect(JSON.stringify(landline.appliance.settings.get())).not.toContain('s3cret')
  await watcher.webhook.set(null)
  expect(await watcher.webhook.describe()).toBeNull()
})
