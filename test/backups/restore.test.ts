import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openFolder } from '../../server/backups/repository/open.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { Secret } from '../../server/config/secrets/secret.ts'
import { rehearseWith } from '../../server/rehearse.ts'
import { allFiles, allRows } from '../support/backups/bare-backups.ts'
import { adaShowsAPhoto } from '../support/backups/photo.ts'
import { BrowserSession } from '../support/browser-session.ts'
import { newFolder, startLandline } from '../support/landline.ts'

test('after the machine died, everybody is still signed in on the next one, and every word and file is there', async () => {
  const landline = await startLandline()
  const { folder, features } = landline.appliance
  const { browser, bytes, file, sent } = await adaShowsAPhoto(landline)
  for (let i = 0; i < 50; i++) await landline.owner.send('general', 'lunch', `Yes ${i}`)

  await features.searchIndexer.catchUp()

  const key = await features.backups.createKey(false)
  const [made] = await features.backups.create(undefined, 'asked')
  expect(made!.manifest.database).toMatchObject({ organization: 'Example', people: 2, messages: 51 })
  await landline.stop()
  const target = path.join(newFolder(), 'restored')
  const restored = await restoreInto(await openFolder(folder.backups, new Secret(key.reveal())), made!.name, target)

  expect(restored.manifest.missing).toEqual([])
  // All that happened after the snapshot began is that the server stopped, which changes no row.
  expect(allRows(path.join(target, 'landline.db'))).toEqual(allRows(folder.database))
  for (const one of ['uploads', 'avatars'])
    expect(allFiles(path.join(target, one))).toEqual(allFiles(path.join(folder.path, one)))

  const next = await startLandline({ folder: target })
  const again = new BrowserSession(next.url)
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  expect(await again.ask('GET', '/json/users/me')).toMatchObject({ status: 200, body: { full_name: 'Ada' } })
  expect(await again.ask('GET', `/json/messages/${sent.id}`)).toMatchObject({ status: 200 })
  const answer = await again.fetch('GET', file)
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
})

test('people go on chatting while a snapshot is taken, and it holds one moment of what they said', async () => {
  const landline = await startLandline()
  const ada = await landline.user('Ada')
  await landline.channel('general', { subscribers: [ada] })
  let isOver = false
  let said = 0
  const talking = (async () => {
    while (!isOver) {
      await ada.send('general', 'lunch', `Word ${said}`)
      said++
    }
  })()
  const made = [
    await landline.appliance.features.backups.create(undefined, 'asked'),
    await landline.appliance.features.backups.create(undefined, 'asked'),
  ]
  await expect.poll(() => said).toBeGreaterThan(2)
  isOver = true
  await talking

  const repository = await openFolder(landline.appliance.folder.backups)
  for (const [taken] of made) {
    const target = path.join(newFolder(), 'x')
    await restoreInto(repository, taken!.name, target)
    const { messages } = taken!.manifest.database
    expect(messages).toBeLessThanOrEqual(said)
    expect(allRows(path.join(target, 'landline.db')).messages).toHaveLength(messages)
  }
})

test('a drill restores the newest snapshot, serves it and reads a message; one that cannot be used alarms the owner', async () => {
  const landline = await startLandline()
  const { folder, features, options } = landline.appliance
  features.backups.rehearse = rehearseWith(options)
  await landline.channel('general', { subscribers: [landline.owner] })
  const { id } = await landline.owner.send('general', 'lunch', 'Soup?')
  await expect(features.backups.drill('local')).rejects.toMatchObject({ code: 'REPOSITORY_MISSING' })
  const [made] = await features.backups.create(undefined, 'asked')

  const went = await features.backups.drill('local')
  expect(went).toMatchObject({
    isFine: true,
    snapshot: made!.name.id,
    message: expect.stringContaining(`Message ${id} was read`),
  })
  expect(await (await openFolder(folder.backups)).check(made!.name.id)).toMatchObject({ drilledAt: went.at })
  expect(features.watcher.alarms).toEqual([])
  expect(readdirSync(folder.backups).filter((name) => name.startsWith('.drill'))).toEqual([])

  rmSync(path.join(folder.backups, 'chunks'), { recursive: true })
  expect(await features.backups.drill('local')).toMatchObject({ isFine: false, message: expect.stringContaining('is damaged') })
  expect(features.watcher.alarms).toEqual([expect.objectContaining({ code: 'BACKUP_DRILL_FAILED' })])

  await features.backups.create(undefined, 'asked')
  expect(await features.backups.drill('local'), 'the next backup wrote everything again').toMatchObject({ isFine: true })
})
