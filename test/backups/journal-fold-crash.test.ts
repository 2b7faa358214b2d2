import { randomInt } from 'node:crypto'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openFolder } from '../../server/backups/repository/open.ts'
import { verifyRepository } from '../../server/backups/repository/verify.ts'
import { restoreInto } from '../../server/backups/restore/into-folder.ts'
import { allRows } from '../support/backups/bare-backups.ts'
import { newFolder } from '../support/landline.ts'
import { landline, personAt, prepareFolder, type ServerProcess, serveProcess } from '../support/server-process.ts'

/** `npm run test:backups` pulls the plug more often. */
const cycles = import.meta.env.MODE === 'backups' ? 60 : 4

test(`a computer that dies ${cycles} times while a snapshot is made of the journal has whole ones, and goes on making them`, {
  timeout: cycles * 60_000 + 60_000,
}, async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const [usb, scratch] = [newFolder(), newFolder()]
  let server: ServerProcess = await serveProcess(folder)
  onTestFinished(() => server.kill())
  const create = () => landline('backup', 'create', '--destination', 'usb', '--data', folder)
  const newest = async () => {
    const repository = await openFolder(usb)
    const name = await repository.find('latest')
    return { repository, name, manifest: await repository.manifest(name) }
  }
  await landline('backup', 'destination', 'add', '--folder', usb, '--name', 'usb', '--data', folder)
  await create()
  const begun = Date.now()
  await create()
  const usual = Date.now() - begun
  expect((await newest()).manifest.copiedAt).toBeDefined()

  for (let cycle = 0; cycle < cycles; cycle++) {
    const person = personAt(server, owner)
    for (let n = 0; n < 5; n++) await person.tell([{ id: person.id }], `${cycle} ${n}`)
    const cut = create().catch(() => {})
    await setTimeout(randomInt(usual))
    await server.kill()
    await cut
    expect((await verifyRepository(await openFolder(usb), scratch)).damages, `after ${cycle + 1} cuts`).toEqual([])
    server = await serveProcess(folder)
  }
  await create() // what was cut short may have left notes behind that are of no use: this one may be a copy
  await personAt(server, owner).tell([{ id: owner.id }], 'Good night')
  await create()
  await server.stop()
  const { repository, name, manifest } = await newest()
  expect(manifest.copiedAt).toBeDefined()
  const restored = path.join(newFolder(), 'restored')
  await restoreInto(repository, name, restored)
  const [then, now] = [restored, folder].map((at) => allRows(path.join(at, 'landline.db')).messages)
  expect(then).toEqual(now)
  expect(then!.join()).toContain('Good night')
})
