import { hostname } from 'node:os'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { FolderStore } from './folder-store.ts'
import { lockRepository } from './lock.ts'
import { lockFolder, thisMachine, writeHolder } from './lock-file.ts'

const minute = 60_000

/** A computer that writes to backups, and the clock on its wall. */
function computer(machine: string, store: BlobStore, whileItWaits: () => Promise<void> = async () => {}) {
  let minutes = 0
  return {
    lock: () =>
      lockRepository(store, `the backup of ${machine}`, {
        machine,
        now: () => Date.now() + minutes * minute,
        wait: whileItWaits,
      }),
    setClock(change: number) {
      minutes += change
    },
  }
}

const notTwice = async (): Promise<void> => expect.fail('Nobody has to be watched')

/** A place that can be written to, and from which nothing can be removed. */
function keepsAll(): BlobStore {
  return new Proxy(new FolderStore(newFolder()), {
    get(target, name) {
      if (name === 'delete') return async () => Promise.reject(new Error('AccessDenied'))
      const value = Reflect.get(target, name, target) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

test('the second computer on the same backups hears who the first is, and goes on once that has finished', async () => {
  const store = new FolderStore(newFolder())
  const [soup, salad] = [computer('soup', store, notTwice), computer('salad', store, notTwice)]
  const lock = await soup.lock()
  await expect(salad.lock()).rejects.toMatchObject({
    code: 'REPOSITORY_LOCKED',
    message: expect.stringContaining(`the backup of soup is under way on ${hostname()} (process ${process.pid}`),
  })
  await expect(soup.lock(), 'nor does one computer twice at once').rejects.toMatchObject({ code: 'REPOSITORY_LOCKED' })
  await lock.check()
  await lock.release()
  await (await salad.lock()).release()
})

test('a computer that was silent for long is taken over from, and notices it whatever it does first', async () => {
  const store = new FolderStore(newFolder())
  const [asleep, next] = [computer('asleep', store), computer('next', store)]
  const lost = await asleep.lock()
  for (const one of [asleep, next]) one.setClock(20)
  const lock = await next.lock()
  await expect(lost.check()).rejects.toMatchObject({ code: 'REPOSITORY_LOCKED', message: expect.stringContaining('taken over') })
  await lost.release()
  await lock.check()
  await lock.release()
})

test('a computer that wakes up while it is taken over from does not stay beside the other', async () => {
  const store = new FolderStore(newFolder())
  const believes = new Proxy(store, {
    get(target, name) {
      if (name === 'head') return async () => ({ bytes: 1 }) // it looked a moment before
      const value = Reflect.get(target, name, target) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const [asleep, next] = [computer('asleep', believes), computer('next', store)]
  const lost = await asleep.lock()
  for (const one of [asleep, next]) one.setClock(20)
  await next.lock()
  for (const time of ['first', 'second'])
    await expect(lost.check(), time).rejects.toMatchObject({ message: expect.stringContaining('the backup of next') })
})

test('a computer whose clock is wrong is there for as long as it says so', async () => {
  const store = new FolderStore(newFolder())
  const wrong = computer('wrong', store)
  wrong.setClock(-60)
  const lock = await wrong.lock()
  const meanwhile = async (): Promise<void> => {
    wrong.setClock(2)
    await lock.check()
  }
  await expect(computer('right', store, meanwhile).lock()).rejects.toMatchObject({ code: 'REPOSITORY_LOCKED' })
  await lock.release()
})

test('a clock that is set while a backup is made does not end it', async () => {
  const store = new FolderStore(newFolder())
  const soup = computer('soup', store)
  const lock = await soup.lock()
  for (const change of [-24 * 60, 48 * 60]) {
    soup.setClock(change)
    await lock.check()
  }
  await lock.release()
})

test('a server that was killed holds up nobody on its computer, not even one with the same process number', async () => {
  const store = new FolderStore(newFolder())
  const [since, host, what] = [Date.now(), hostname(), 'a backup']
  for (const [name, pid] of Object.entries({ same: process.pid, gone: 2 ** 30 }))
    await writeHolder(store, `${lockFolder}${name}.json`, { host, machine: thisMachine, pid, what, since, renewedAt: since })
  await (await lockRepository(store, what, { wait: notTwice })).release()
})

test('once things can be removed again, so are locks that ended meanwhile', async () => {
  const store = new FolderStore(newFolder())
  await store.put(`${lockFolder}ended.json`, Readable.from([], { objectMode: false }))
  await (await lockRepository(store, 'a backup')).release()
  for await (const { key } of store.list(lockFolder)) expect.fail(`${key} is still there`)
})

test('where nothing can be removed, locks end all the same, and those of others can be taken over', async () => {
  const store = keepsAll()
  const [soup, salad] = [computer('soup', store), computer('salad', store)]
  for (const one of [soup, soup, salad]) await expect((await one.lock()).release()).rejects.toThrow('AccessDenied')
  const lost = await soup.lock()
  for (const one of [soup, salad]) one.setClock(20)
  const lock = await salad.lock()
  await expect(lost.check()).rejects.toMatchObject({ code: 'REPOSITORY_LOCKED', message: expect.stringContaining('taken over') })
  await expect(lost.release()).rejects.toThrow('AccessDenied')
  await expect(soup.lock(), 'who took over is not disturbed by that').rejects.toMatchObject({ code: 'REPOSITORY_LOCKED' })
  await lock.check()
})
