import { once } from 'node:events'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../test/support/landline.ts'
import { landline, prepareFolder } from '../../test/support/server-process.ts'

test('an owner without a screen hears what is wrong, and has a service told of it', async () => {
  const { folder, remove } = await prepareFolder()
  onTestFinished(remove)
  const run = (...words: string[]) => landline(...words, '--data', folder)
  const home = newFolder()
  const stick = path.join(home, 'stick')
  mkdirSync(stick)
  expect(await run('alarm', 'list')).toEqual([])
  expect(await run('alarm', 'webhook', 'show')).toBeNull()

  const heard: string[] = []
  const service = createServer((request, response) => {
    heard.push(request.url!)
    response.end()
  })
  await once(service.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void service.close())
  const file = path.join(home, 'address')
  const { port } = service.address() as AddressInfo
  writeFileSync(file, `http://127.0.0.1:${port}/s3cret\n`)
  const where = `http://127.0.0.1:${port}/…`
  expect(await run('alarm', 'webhook', 'set', '--url-file', file)).toEqual({ where, delivered_at: null, failure: null })
  expect(await run('alarm', 'webhook', 'try')).toMatchObject({ where, delivered_at: expect.any(Number), failure: null })
  expect(heard).toEqual(['/s3cret'])

  await run('backup', 'destination', 'add', '--folder', stick, '--name', 'stick')
  renameSync(stick, `${stick}-away`)
  await expect(run('backup', 'create'), 'a script must not take this for success').rejects.toMatchObject({ code: 1 })
  expect(await run('alarm', 'list')).toMatchObject([
    { id: 'BACKUP_FAILED stick', reminder: false, next_step: expect.stringContaining('landline backup create') },
  ])

  expect(await run('backup', 'schedule', '--every', 'weekly')).toMatchObject({ schedule: '0 2 * * 0' })
  expect(await run('alarm', 'webhook', 'remove')).toBeNull()
})
