import { execFile } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { allRows } from '../support/backups/bare-backups.ts'
import { landline, personAt, prepareFolder, serveProcess } from '../support/server-process.ts'

const program = new URL('../../dist/server/landline.js', import.meta.url).pathname

/** Runs `landline …`. @returns its exit code, and what it printed as JSON */
async function run(...args: readonly string[]): Promise<{ code: number; answer: any }> {
  const ended = await promisify(execFile)(process.execPath, [program, ...args, '--json']).catch((error: unknown) => error)
  const { stdout, code = 0 } = ended as { stdout: string; code?: number }
  return { code, answer: JSON.parse(stdout) }
}

test('an owner goes back to a backup from the terminal, while people are served, while nobody is, and when nothing opens any more', async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const data = ['--data', folder]
  const server = await serveProcess(folder)
  onTestFinished(() => server.kill())
  const person = personAt(server, owner)
  await person.send('general', 'lunch', 'Soup?')
  const { snapshot } = await landline('backup', 'create', ...data)
  await person.send('general', 'lunch', 'Said after the backup')
  const restore = ['backup', 'restore', '--snapshot', snapshot as string, ...data]

  expect(await run(...restore)).toMatchObject({ code: 3, answer: { error: { code: 'RESTORE_UNCLEAR' } } })
  expect(await run(...restore, '--everything')).toMatchObject({
    code: 0,
    answer: { ok: true, what: 'everything', snapshot, safety_snapshot: expect.any(String), error: null },
  })
  expect((await person.get('/messages', { anchor: 'newest', num_before: 5, num_after: 0 })).messages).toHaveLength(1)
  await person.send('general', 'lunch', 'Said after the restore')
  await server.stop()

  expect(await run(...restore, '--everything')).toMatchObject({ code: 0, answer: { outcome: 'done' } })
  expect(allRows(path.join(folder, 'landline.db')).messages).toHaveLength(1)

  writeFileSync(path.join(folder, 'landline.db'), 'This is no database')
  expect(await run(...restore, '--everything')).toMatchObject({ code: 3, answer: { error: { code: 'SAFETY_SNAPSHOT_FAILED' } } })
  expect(await run(...restore, '--everything', '--even-without-safety-snapshot')).toMatchObject({
    code: 0,
    answer: { ok: true, safety_snapshot: null, notes: expect.arrayContaining([expect.stringContaining('could not be read')]) },
  })
  expect(allRows(path.join(folder, 'landline.db')).messages).toHaveLength(1)
})

test('files that are gone or damaged come back from a backup, and good ones are left alone', async () => {
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  const server = await serveProcess(folder)
  onTestFinished(() => server.kill())
  const person = personAt(server, owner)
  const urls: string[] = []
  for (const name of ['gone', 'damaged', 'good']) urls.push((await person.upload(`${name}.txt`, Buffer.from(`${name}!`))).url)
  await landline('backup', 'create', '--data', folder)
  const later = await person.upload('later.txt', Buffer.from('later'))
  const fileOf = (name: string): string => {
    const files = readdirSync(path.join(folder, 'uploads'), { recursive: true, withFileTypes: true })
    const found = files.find((entry) => entry.isFile() && entry.name.startsWith(name))!
    return path.join(found.parentPath, found.name)
  }
  const [gone, lost] = [fileOf('gone'), fileOf('later')]
  rmSync(gone)
  rmSync(lost)
  writeFileSync(fileOf('damaged'), 'x')

  expect(await run('backup', 'restore', '--files', '--data', folder)).toMatchObject({
    code: 0,
    answer: { message: '2 files came back; 1 was whole already.', notes: [expect.stringContaining('1 file')] },
  })

  for (const [i, name] of ['gone', 'damaged', 'good'].entries()) {
    expect(await (await person.page(urls[i]!)).text()).toBe(`${name}!`)
  }
  expect(existsSync(lost)).toBe(false)
  expect(later.url).toBeTruthy()
})
