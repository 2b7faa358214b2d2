import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { keyInText } from '../../../server/backups/keys/recovery-key.ts'
import { openFolder } from '../../../server/backups/repository/open.ts'
import type { History } from '../../../server/backups/restore/history.ts'
import { restoreInto } from '../../../server/backups/restore/into-folder.ts'
import { Secret } from '../../../server/config/secrets/secret.ts'
import { landline, type PreparedFolder, personAt, prepareFolder, serveProcess } from '../server-process.ts'
import { type Content, contentOf, type Expected, fingerprint, goldenFolder } from './golden.ts'

/*
 * `node test/support/backups/make-golden.ts format-N`, once for each format, with the program that writes it: an organization
 * chats a little, is backed up twice, and says something more that only the journal has.
 */

/** Longer than the journal takes to bring what was said to every destination. */
const shipping = 12_000

const scratch = mkdtempSync(path.join(tmpdir(), 'landline-golden-'))
const format = process.argv[2]
if (!format || !/^format-\d+$/.test(format))
  throw new Error('Say which format: node test/support/backups/make-golden.ts format-1')
for (const kind of ['plain', 'sealed']) await makeGolden(path.join(goldenFolder, format, kind), kind === 'sealed')
rmSync(scratch, { recursive: true })

async function makeGolden(to: string, isSealed: boolean): Promise<void> {
  rmSync(to, { recursive: true, force: true })
  const repository = path.join(to, 'repository')
  mkdirSync(repository, { recursive: true })
  const prepared = await prepareFolder()
  const keyFile = path.join(scratch, 'key.txt')
  if (isSealed) await landline('backup', 'key', 'create', '--out', keyFile, '--data', prepared.folder)
  await landline('backup', 'destination', 'add', '--folder', repository, '--name', 'golden', '--data', prepared.folder)
  const ids = await chatAndBackUp(prepared)
  const live = contentOf(prepared.folder)
  prepared.remove()

  const recoveryKey = isSealed ? keyInText(readFileSync(keyFile, 'utf8')).trim() : null
  const restored = async (id: string, history?: History): Promise<Content> => {
    const opened = await openFolder(repository, recoveryKey === null ? undefined : new Secret(recoveryKey))
    const target = path.join(scratch, `${isSealed} ${id} ${history}`)
    await restoreInto(opened, await opened.find(id), target, undefined, history)
    return contentOf(target)
  }
  const newest = await restored(ids.at(-1)!, 'newest')
  assert.deepEqual(newest.rows.messages, live.rows.messages)
  assert.deepEqual(newest.files, live.files)
  const snapshots: Record<string, Content> = { newest: fingerprint(newest) }
  for (const id of ids) snapshots[id] = fingerprint(await restored(id))
  const expected: Expected = { recoveryKey, snapshots }
  writeFileSync(path.join(to, 'expected.json'), `${JSON.stringify(expected, undefined, 1)}\n`)
}

async function chatAndBackUp({ folder, owner }: PreparedFolder): Promise<string[]> {
  const server = await serveProcess(folder)
  const person = personAt(server, owner)
  const ids: string[] = []
  const say = async (word: string, bytes: number): Promise<void> => {
    const { url } = await person.upload(`${word}.bin`, Buffer.alloc(bytes, randomBytes(500)))
    for (let i = 0; i < 20; i++) await person.tell([{ id: person.id }], `${word} ${i} [file](${url})`)
  }
  for (const [word, bytes] of [
    ['first', 3000],
    ['second', 1_200_000],
  ] as const) {
    await say(word, bytes)
    ids.push((await landline('backup', 'create', '--destination', 'golden', '--data', folder)).snapshot)
  }
  await say('third', 2000)
  await setTimeout(shipping)
  await server.stop()
  return ids
}
