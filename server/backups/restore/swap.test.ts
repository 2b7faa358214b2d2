import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { openSettled } from './open-settled.ts'
import { removeReplaced } from './replaced.ts'
import { type Plan, RestoreFile, stagingFolder } from './restore-file.ts'
import { realDisk, type SwapDisk } from './swap.ts'

const old = {
  'landline.db': 'old',
  'landline.db-wal': 'old',
  'landline.json': 'old',
  'secrets.enc': 'old',
  'event-queues.json': 'old',
  'uploads/a/b': 'old',
}
const coming = { 'landline.db': 'new', 'landline.json': 'new', 'secrets.key': 'new', 'uploads/c': 'new', 'avatars/d': 'new' }

const plan: Plan = {
  snapshot: '20261123T020000123Z-a3f9e0a635862dbd',
  expected: { organization: 'Soup', people: 2, messages: 3 },
  notes: [],
  safetySnapshot: null,
  names: [
    ...['landline.db', 'landline.db-wal', 'landline.db-shm', 'uploads', 'avatars'],
    ...['landline.json', 'secrets.enc', 'secrets.key', 'event-queues.json'],
  ],
  keychainName: null,
}

function write(folder: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
}

/** A data folder in which a restore waits for the next start. */
function stagedFolder(): string {
  const folder = newFolder()
  write(folder, old)
  write(path.join(folder, stagingFolder), coming)
  new RestoreFile(folder).write({ state: 'staged', plan })
  return folder
}

/** What a server would find: the files of `plan.names`. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  const known = paths.filter((file) => plan.names.includes(file.split(path.sep)[0]!)).toSorted()
  return Object.fromEntries(known.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]))
}

const settle = (folder: string, disk: SwapDisk, probe: () => Promise<void> = async () => {}) =>
  openSettled({ folder, disk, open: async () => contentOf(folder), close: async () => {}, probe, forget: async () => {} })

/** A disk that meets its end at the `n`th change: by default nothing is ever heard of it again, as when the plug is pulled. */
function diskThatEnds(n: number, end: () => Promise<never> = () => new Promise(() => {})) {
  const disk = {
    ...realDisk,
    changes: 0,
    reached: Promise.withResolvers<void>(),
    async change(work: () => Promise<void>): Promise<void> {
      if (++disk.changes !== n) return await work()
      disk.reached.resolve()
      await end()
    },
    rename(from: string, to: string): Promise<void> {
      if (existsSync(to)) throw new Error(`${to} would be written over`)
      return disk.change(() => realDisk.rename(from, to))
    },
    makeFolder: (folder: string): Promise<void> => disk.change(() => realDisk.makeFolder(folder)),
    syncFolder: (folder: string): Promise<void> => disk.change(() => realDisk.syncFolder(folder)),
  }
  return disk
}

const isOneOf = (content: object): 'old' | 'new' | object => {
  if (isSame(content, old)) return 'old'
  return isSame(content, coming) ? 'new' : content
}
const isSame = (a: object, b: object): boolean =>
  JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted())

/** Cuts off a start at the `n`th change. @returns whether it came that far */
async function cutAt(n: number, folder: string, probe?: () => Promise<void>): Promise<boolean> {
  const disk = diskThatEnds(n)
  const settled = settle(folder, disk, probe).then(() => false)
  return await Promise.race([settled, disk.reached.promise.then(() => true)])
}

test('wherever the plug is pulled in a swap, and again in what follows, the chat is the old or the new one, whole', async () => {
  let cuts = 0
  for (let n = 1; ; n++) {
    const folder = stagedFolder()
    if (!(await cutAt(n, folder))) break
    for (let m = 1; ; m += 3) {
      const copy = path.join(newFolder(), 'data')
      cpSync(folder, copy, { recursive: true })
      const isCut = await cutAt(m, copy)
      cuts++
      expect(isOneOf(await settle(copy, realDisk)), `cut at ${n}, then at ${m}`).toMatch('new')
      expect(readdirSync(copy).filter((name) => name.startsWith('restoring'))).toEqual([])
      if (!isCut) break
    }
  }
  expect(cuts).toBeGreaterThan(50)
})

test('wherever the plug is pulled on the way back, the chat is the old one, whole', async () => {
  const refuse = async (): Promise<void> => {
    throw new Error('No message can be read')
  }
  for (let n = 1; ; n++) {
    const folder = stagedFolder()
    const isCut = await cutAt(n, folder, refuse)
    expect(isOneOf(await settle(folder, realDisk, refuse)), `cut at ${n}`).toBe('old')
    expect(new RestoreFile(folder).read()).toMatchObject({
      state: 'over',
      result: { outcome: 'rolled back', message: expect.stringContaining('No message can be read') },
    })
    expect(readdirSync(folder).toSorted()).toEqual(
      [...Object.keys(old).filter((name) => !name.includes('/')), 'restore.json', 'uploads'].toSorted(),
    )
    if (!isCut) break
  }
})

test('a start that ended while it tried what was brought back is not tried again', async () => {
  const folder = stagedFolder()
  const tried = Promise.withResolvers<void>()
  void settle(folder, realDisk, async () => {
    tried.resolve()
    await new Promise(() => {})
  })
  await tried.promise
  expect(isOneOf(contentOf(folder))).toBe('new')
  expect(isOneOf(await settle(folder, realDisk))).toBe('old')
  expect(new RestoreFile(folder).read()).toMatchObject({ state: 'over', result: { outcome: 'rolled back' } })
})

test('a disk that refuses once, anywhere, leaves the old chat; one that refuses for good says what to do, and forgets nothing', async () => {
  for (let n = 1; ; n++) {
    const folder = stagedFolder()
    const disk = diskThatEnds(n, () => Promise.reject(Object.assign(new Error('EPERM: it is open'), { code: 'EPERM' })))
    const content = await settle(folder, disk)
    if (disk.changes < n) break
    expect(isOneOf(content), `refused at ${n}`).toBe('old')
  }
  const folder = stagedFolder()
  const refuse = () => Promise.reject(Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' }))
  await expect(settle(folder, { ...realDisk, rename: refuse, makeFolder: refuse })).rejects.toMatchObject({
    code: 'RESTORE_UNFINISHED',
  })
  expect(isOneOf(await settle(folder, realDisk))).toBe('old')
})

test('what was there before stays for a week, and the result until it is dismissed', async () => {
  const folder = stagedFolder()
  expect(isOneOf(await settle(folder, realDisk))).toBe('new')
  const journal = new RestoreFile(folder).read()
  expect(journal).toMatchObject({ state: 'over', result: { outcome: 'done', message: 'Soup is back: 2 people and 3 messages.' } })
  const { replaced } = journal.state === 'over' ? journal.result : { replaced: null }
  expect(isOneOf(contentOf(replaced!.folder))).toBe('old')

  writeFileSync(path.join(replaced!.folder, 'landline.json'), JSON.stringify({ keychainName: 'Landline 1' }))
  const forgotten: string[] = []
  const remove = (at: number) => removeReplaced(folder, at, async (name) => void forgotten.push(name))
  await remove(replaced!.keptUntil - 1)
  expect(existsSync(replaced!.folder)).toBe(true)
  await remove(replaced!.keptUntil + 1)
  expect([existsSync(replaced!.folder), forgotten]).toEqual([false, ['Landline 1']])
})

test('two restores within a second keep what they replaced apart', async () => {
  const folder = stagedFolder()
  const settleNow = () =>
    openSettled({
      folder,
      now: () => 1_795_403_780,
      open: async () => contentOf(folder),
      close: async () => {},
      probe: async () => {},
      forget: async () => {},
    })
  const first = await settleNow()
  write(path.join(folder, stagingFolder), old)
  new RestoreFile(folder).write({ state: 'staged', plan })
  expect(await settleNow()).toEqual(old)
  const kept = readdirSync(folder).filter((name) => name.startsWith('replaced-'))
  expect(kept.map((name) => contentOf(path.join(folder, name)))).toEqual([old, first])
})
