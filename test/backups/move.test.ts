import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { Moving } from '../../server/backups/moving/moving.ts'
import { BackupRefused } from '../../server/backups/refused.ts'
import { openFolder } from '../../server/backups/repository/open.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { newFolder, startLandline } from '../support/landline.ts'
import { landline, personAt, prepareFolder, serveProcess } from '../support/server-process.ts'

const refusal = { status: 410, body: { result: 'error', code: 'SERVER_MOVED' } }

test('a team moves to another computer, is told where it went, and could come back', async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const home = newFolder()
  const [stick, newData] = [path.join(home, 'stick'), path.join(home, 'new')]
  mkdirSync(stick)
  const old = await serveProcess(folder)
  onTestFinished(() => old.kill())
  const ada = personAt(old, owner)
  const { id } = await ada.post('/messages', { type: 'direct', to: [owner.id], content: 'See you there' })
  const queue = await ada.register({ event_types: ['message'] })

  const begun = await landline('move', 'begin', '--to', stick, '--data', folder)
  expect(begun).toMatchObject({ state: 'gone', url: null, backup: { where: stick, sealed: false } })
  await expect(ada.post('/messages', { type: 'direct', to: [owner.id], content: 'Lost?' })).rejects.toMatchObject(refusal)
  await expect(ada.get('/events', { queue_id: queue.id, last_event_id: -1 })).rejects.toMatchObject(refusal)
  expect(await closeOf(`${old.url}/api/v1/events/socket`)).toContain('410')
  const before = await fetch(old.url)
  expect([before.status, await before.text()]).toEqual([410, expect.stringContaining('has moved to another computer')])

  await landline('backup', 'restore', '--repository', stick, '--to', newData)
  const now = await serveProcess(newData)
  onTestFinished(() => now.kill())
  const { messages } = await personAt(now, owner).get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, narrow: [] })
  expect(messages).toMatchObject([{ id, content: expect.stringContaining('See you there') }])
  expect(await landline('move', 'status', '--data', newData)).toMatchObject({ state: 'here', backup: null })

  expect(await landline('move', 'finish', '--url', `${now.url}/login/`, '--data', folder)).toMatchObject({
    url: now.url,
    is_there: true,
  })
  const page = await fetch(`${old.url}/#narrow/dm`)
  expect(await page.text()).toContain(`<a href="${now.url}">`)
  await expect(ada.get('/users/me')).rejects.toMatchObject({ body: { moved_to: now.url, msg: expect.stringContaining(now.url) } })
  await old.stop()

  const again = await serveProcess(folder)
  onTestFinished(() => again.kill())
  expect((await fetch(`${again.url}/user_uploads/1/x`)).status, 'also after a restart').toBe(410)
  expect((await fetch(`${again.url}/health`)).status).toBe(200)
  expect((await fetch(`${again.url}/settings/`)).status, 'the owner can undo it there').toBe(200)
  await expect(landline('backup', 'create', '--data', folder)).rejects.toThrow('backs it up from now on')
  expect(await landline('move', 'undo', '--data', folder)).toMatchObject({ state: 'here' })
  await personAt(again, owner).post('/messages', { type: 'direct', to: [owner.id], content: 'Back again' })
})

function closeOf(url: string): Promise<string> {
  const socket = new WebSocket(url.replace('http', 'ws'))
  return new Promise((resolve) => socket.once('error', (error) => resolve(error.message)))
}

test('what was acknowledged before the door closed is on the new computer, and nothing was written after', async () => {
  const landlineHere = await startLandline()
  const { appliance, owner } = landlineHere
  const { moving } = appliance.features
  const home = newFolder()
  await owner.post('/users/me/presence', { status: 'active' })
  let isOpen = true
  const acknowledged: number[] = []
  const refused: unknown[] = []
  const talk = async (): Promise<void> => {
    while (isOpen) {
      try {
        acknowledged.push((await owner.post('/messages', { type: 'direct', to: [owner.id], content: 'On and on' })).id)
      } catch (error) {
        refused.push(error)
        isOpen = false
      }
    }
  }
  const talking = Promise.all(Array.from({ length: 3 }, talk))
  await expect.poll(() => acknowledged.length).toBeGreaterThan(20)
  await moving.begin({ folder: home })
  await talking
  expect(refused[0]).toMatchObject({ body: { code: 'SERVER_MOVED' } })

  const copy = path.join(home, '../', `${path.basename(home)}-new`)
  const repository = await openFolder(home)
  await restoreInto(repository, await repository.find('latest'), copy)
  const ids = (file: string): unknown[] => new SQLite(file, { readonly: true }).prepare('SELECT id FROM messages').pluck().all()
  const there = ids(path.join(copy, 'landline.db'))
  expect(acknowledged.filter((id) => !there.includes(id))).toEqual([])
  expect(there).toEqual(ids(appliance.folder.database))
  await expect(appliance.database.inTransaction(async () => {})).rejects.toThrow('has moved')
  await landlineHere.stop()
  const log = readFileSync(path.join(appliance.folder.logs, 'landline.log'), 'utf8')
  expect(log, 'what is refused on purpose is no news').not.toContain('has moved')
})

test('where the last backup fails, people are served as before', async () => {
  const { appliance, owner } = await startLandline()
  const { features, settings } = appliance
  await expect(features.moving.begin({ folder: path.join(newFolder(), 'nowhere') })).rejects.toMatchObject({
    code: 'DESTINATION_UNUSABLE',
  })
  await owner.post('/messages', { type: 'direct', to: [owner.id], content: 'Still here' })

  const writes = { refusal: (): Error | undefined => undefined, idle: async () => {} }
  const states: string[] = []
  let backups = 0
  const moving: Moving = new Moving({
    settings,
    writes: writes as never,
    hangUp: () => states.push(moving.status().state),
    backups: {
      ...features.backups,
      async createIn() {
        states.push(moving.status().state)
        backups += 1
        if (backups === 2) throw new BackupRefused('DESTINATION_UNUSABLE', 'It was pulled out.', 'Plug it in.')
        return {} as never
      },
    } as never,
  })
  const begun = moving.begin({ folder: '/stick' })
  await expect(moving.begin({ folder: '/stick' })).rejects.toMatchObject({ code: 'MOVE_UNDER_WAY' })
  await expect(begun).rejects.toMatchObject({ code: 'DESTINATION_UNUSABLE' })
  expect(states).toEqual(['copying', 'closing', 'closing'])
  expect(moving.status()).toMatchObject({ state: 'here', backup: null })
  expect(writes.refusal()).toBeUndefined()
  expect(existsSync('/stick')).toBe(false)
})

test('an address that is none, and a move that was not begun, are refused', async () => {
  const { appliance } = await startLandline()
  const { moving } = appliance.features
  expect(() => moving.finish('http://192.168.1.20:5463')).toThrow('has not moved')
  expect(() => moving.undo()).toThrow('has not moved')
  await moving.begin({ destination: 'local' })
  for (const text of ['', 'the new one', 'ftp://example.org', 'javascript:alert(1)', 'https://a:b@example.org'])
    expect(() => moving.finish(text), text).toThrow('no address')
  await expect(moving.begin({ destination: 'local' })).rejects.toMatchObject({ code: 'MOVE_DONE' })
  expect(await appliance.features.backups.isSetUp(), 'the schedule rests').toBe(false)
  expect(moving.problems).toMatchObject([{ code: 'MOVED_AWAY', nextStep: expect.stringContaining('new address') }])
  moving.undo()
  expect(moving.problems).toEqual([])
})
