import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../test/support/landline.ts'
import { Person } from '../../../test/support/person.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../../../test/support/storage/radosgw.ts'
import type { S3Server } from '../../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../../test/support/storage/s3rver.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

/* The built program, as people and scripts call it. */
const program = path.resolve(import.meta.dirname, '../../../dist/server/landline.js')

/** A data folder, and the command line on it. */
class Shell {
  readonly folder = newFolder()

  start(...args: string[]): ChildProcess {
    const env = { ...process.env, LANDLINE_DATA: path.join(this.folder, 'data'), LANDLINE_RATE_LIMITS: 'off' }
    const child = spawn(process.execPath, [program, ...args], { env, stdio: 'pipe' })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }

  /** Its JSON lines, and the exit code. */
  async run(...args: string[]): Promise<{ code: number; lines: any[]; last: any; err: string }> {
    const child = this.start(...args, '--json')
    child.stdin!.end()
    const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')])
    expect(err).not.toMatch(/\n\s+at .*\d+:\d+/) // no stack trace reaches a person
    const lines = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    return { code, lines, last: lines.at(-1), err }
  }

  file(name: string, content: string): string {
    const file = path.join(this.folder, name)
    writeFileSync(file, content)
    return file
  }

  async setUp(): Promise<{ user_id: number; api_key: string }> {
    const password = this.file('password', 'grotesque lighthouse 7\n')
    const about = ['--organization', 'Soup Club', '--owner-email', 'ada@example.com', '--owner-name', 'Ada']
    return (await this.run('setup', ...about, '--password-file', password)).last
  }

  bucket({ endpoint, region, accessKeyId, secretAccessKey }: S3Server): string[] {
    const key = ['--access-key-id', accessKeyId, '--secret-file', this.file('secret', `${secretAccessKey}\n`)]
    return ['--endpoint', endpoint, '--region', region, '--bucket', 'files', '--path-style', ...key]
  }
}

test('a provider that does something else is not switched to, whatever the owner accepts', async () => {
  const server = await startS3rver(['files'])
  onTestFinished(() => server.stop())
  const shell = new Shell()
  await shell.setUp()

  const { code, lines } = await shell.run('storage', 'check', '--to', 's3', ...shell.bucket(server))
  expect([code, lines.length]).toEqual([3, 13])
  expect(lines.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  const accept = ['--accept', 'public,signatures,conditions,listing,broken-uploads']
  const refused = await shell.run('storage', 'switch', '--to', 's3', ...shell.bucket(server), ...accept)
  expect([refused.code, refused.last.error.message]).toEqual([3, expect.stringContaining('wrapping')])
  expect((await shell.run('storage', 'status')).last).toMatchObject({ current: 'local' })
  const mistyped = await shell.run('storage', 'check', ...shell.bucket(server), '--accept', 'everything')
  expect([mistyped.code, mistyped.err]).toEqual([2, expect.stringContaining('There is no “everything” to accept.')])
})

test('the policy has the bucket, its prefix and the actions of uploads in parts', async () => {
  const shell = new Shell()
  await shell.setUp()
  const { last } = await shell.run('storage', 'policy', '--bucket', 'ours', '--avatars-bucket', 'faces', '--prefix', 'chat/')
  const resources = new Set(last.key.Statement.map(({ Resource }: { Resource: string }) => Resource))
  const [files, pictures] = ['arn:aws:s3:::ours', 'arn:aws:s3:::faces']
  expect([...resources]).toEqual([`${files}/chat/*`, files, `${pictures}/chat/*`, pictures])
  expect(last.key.Statement[0].Action).toContain('s3:AbortMultipartUpload')
  expect(last.avatars_bucket.Statement).toEqual([
    expect.objectContaining({ Principal: '*', Resource: 'arn:aws:s3:::faces/chat/*' }),
  ])
})

describe.runIf(hasRadosgw)('with a provider that does what it says', () => {
  let server: S3Server
  beforeAll(async () => {
    server = await startRadosgw(['files'])
  })
  afterAll(() => server.stop())

  test('an owner moves everything there and back from the command line, while the server runs', async () => {
    const shell = new Shell()
    const { user_id, api_key } = await shell.setUp()
    const serving = shell.start('serve', '--host', '127.0.0.1', '--port', '0', '--json')
    const [ready] = await once(createInterface(serving.stdout!), 'line')
    const ada = new Person(JSON.parse(ready).url, { id: user_id, name: 'Ada', email: 'ada@example.com', apiKey: api_key })
    for (let index = 0; index < 8; index++) await ada.upload(`${index}.txt`, `file ${index}`)
    const { attachments } = await ada.get('/attachments')
    const readAll = () =>
      Promise.all(
        attachments.map(async ({ path_id }: { path_id: string }) => await (await ada.page(`/user_uploads/${path_id}`)).text()),
      )
    const before = await readAll()

    const switched = await shell.run('storage', 'switch', '--to', 's3', ...shell.bucket(server))
    expect([switched.code, switched.last.current]).toEqual([0, 's3-1'])
    expect((await shell.run('storage', 'move', '--to', 's3', '--dry-run')).last).toMatchObject({ files: 8, bytes: 48 })
    const moved = await shell.run('storage', 'move', '--to', 's3', '--wait')
    expect([moved.code, moved.last]).toEqual([0, { files: 8, bytes: 48, verified: 8, failed: [], state: 'finished' }])
    expect(await readAll()).toEqual(before)
    expect((await shell.run('storage', 'scrub', '--all')).last).toMatchObject({ checked: 8, damaged: [], publicBuckets: [] })
    expect((await shell.run('storage', 'remove-copies')).last).toEqual({ files: 8 })

    const back = await shell.run('storage', 'move', '--to', 'local', '--wait')
    expect([back.code, back.last.verified]).toEqual([0, 8])
    expect(await readAll()).toEqual(before)
    expect((await shell.run('storage', 'status')).last).toMatchObject({ current: 'local', move: { state: 'finished' } })
  })

  test('a secret is never shown, and what nobody typed is asked for', async () => {
    const shell = new Shell()
    await shell.setUp()
    await shell.run('storage', 'switch', '--to', 's3', ...shell.bucket(server))
    const { lines } = await shell.run('storage', 'status')
    expect(JSON.stringify(lines)).not.toContain(server.secretAccessKey)
    expect((await shell.run('storage', 'check')).code).toBe(0) // the one in use, with its stored key
    const other = await shell.run('storage', 'check', '--bucket', 'other', '--endpoint', server.endpoint, '--access-key-id', 'X')
    expect([other.code, other.last.error.message]).toEqual([3, 'The secret key of this bucket is not known yet. Type it in.'])
  })
})
