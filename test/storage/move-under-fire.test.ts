import { createHash, randomBytes, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type Appliance, openAppliance } from '../../server/appliance.ts'
import { Secret } from '../../server/config/secrets/secret.ts'
import { webFolders } from '../support/landline.ts'
import type { Person } from '../support/person.ts'
import { landline, personAt, prepareFolder, serveProcess } from '../support/server-process.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../support/storage/radosgw.ts'
import { bucketAt } from '../support/storage/s3-server.ts'
import { startS3rver } from '../support/storage/s3rver.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

/** `npm run test:storage` moves more. */
const isLong = import.meta.env.MODE === 'storage'
const files = isLong ? 10_000 : 100
const sizes = isLong ? [1_000, 200_000] : [500, 20_000]
const between = isLong ? [2_000, 5_000] : [250, 600]
/** For each direction; then it may finish: two people upload faster than it moves while it restarts. */
const mostCuts = isLong ? 200 : 5
const directions = ['s3', 'local'] as const

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** What the server acknowledged. */
class Ledger {
  readonly kept = new Map<string, string>()
  /** Asked to be removed, without an answer: may be there or not. */
  readonly unsure = new Set<string>()
  uploads = 0

  async upload(person: Person): Promise<void> {
    const content = randomBytes(randomInt(sizes[0]!, sizes[1]!))
    const { uri } = await person.upload(`f${this.uploads}.bin`, content)
    this.kept.set(uri, sha256(content))
    this.uploads++
  }
}

/** One person's evening: uploads, reads and removes, until the server is gone. */
async function work(person: Person, ledger: Ledger): Promise<void> {
  for (;;) {
    try {
      await ledger.upload(person)
      const uris = [...ledger.kept.keys()]
      for (let read = 0; read < 3; read++) await expectWhole(person, ledger, uris[randomInt(uris.length)]!)
      if (ledger.uploads % 5 === 0) await removeOne(person, ledger, uris[randomInt(uris.length)]!)
    } catch (error) {
      if (isCut(error)) return
      throw error
    }
  }
}

const isCut = (error: unknown): boolean =>
  error instanceof TypeError || /terminated|fetch failed|ECONNRESET|other side closed/.test(String(error))

async function expectWhole(person: Person, ledger: Ledger, uri: string): Promise<void> {
  const right = ledger.kept.get(uri)
  if (!right) return
  const response = await person.page(uri)
  const content = Buffer.from(await response.arrayBuffer())
  if (!ledger.kept.has(uri)) return // removed meanwhile
  expect([uri, response.status, sha256(content)]).toEqual([uri, 200, right])
}

async function removeOne(person: Person, ledger: Ledger, uri: string): Promise<void> {
  const path = uri.slice('/user_uploads/'.length)
  const { attachments } = await person.get('/attachments')
  const found = attachments.find(({ path_id }: { path_id: string }) => path_id === path)
  if (!found) return
  ledger.kept.delete(uri)
  ledger.unsure.add(uri)
  await person.delete(`/attachments/${found.id}`)
  ledger.unsure.delete(uri)
}

test(`${files} files move to a bucket and back while people upload, read and remove, and the plug is pulled again and again`, {
  timeout: isLong ? 3_600_000 : 600_000,
}, async () => {
  const bucket = await (hasRadosgw ? startRadosgw(['files']) : startS3rver(['files']))
  onTestFinished(() => bucket.stop())
  const { folder, owner, remove } = await prepareFolder()
  onTestFinished(remove)
  await whileClosed(folder, ({ features }) =>
    features.uploads.storage.useBucket(bucketAt(bucket, 'files'), new Secret(bucket.secretAccessKey)),
  )
  const ledger = new Ledger()
  await whileClosed(folder, async ({ features }) => features.uploads.storage.useLocal())
  let server = await serveProcess(folder)
  onTestFinished(() => server.kill())
  await Promise.all(Array.from({ length: 8 }, () => fill(personAt(server, owner), ledger)))

  for (const to of directions) {
    await landline('storage', 'move', '--data', folder, '--to', to)
    const isRunning = async () => (await landline('storage', 'status', '--data', folder)).move.state === 'running'
    for (let cuts = 0; cuts === 0 || (cuts < mostCuts && (await isRunning())); cuts++) {
      const working = Promise.all([work(personAt(server, owner), ledger), work(personAt(server, owner), ledger)])
      await delay(randomInt(between[0]!, between[1]!))
      await server.kill()
      await working
      server = await serveProcess(folder)
    }
    while (await isRunning()) await delay(500)
    const { move } = await landline('storage', 'status', '--data', folder)
    expect(move).toMatchObject({ state: 'finished', failed: 0 })
    const person = personAt(server, owner)
    for (const uri of ledger.kept.keys()) await expectWhole(person, ledger, uri)
  }
  expect(await server.stop()).toBe(0)
  await whileClosed(folder, (appliance) => expectRowsTrue(appliance, ledger))
})

async function fill(person: Person, ledger: Ledger): Promise<void> {
  while (ledger.uploads < files) await ledger.upload(person)
}

async function whileClosed<T>(folder: string, act: (appliance: Appliance) => Promise<T>): Promise<T> {
  const appliance = await openAppliance({ folder, command: 'a test', web: webFolders })
  try {
    return await act(appliance)
  } finally {
    await appliance.close()
  }
}

/** Each row's file is in its store, with its hash; and each file that was acknowledged has a row. */
async function expectRowsTrue({ database, features }: Appliance, ledger: Ledger): Promise<void> {
  const report = await features.uploads.scrubber.run(Number.POSITIVE_INFINITY)
  expect(report).toMatchObject({ damaged: [], unreachable: [] })
  const rows = await database.read.selectFrom('uploads').select('path').execute()
  const paths = new Set(rows.map(({ path }) => `/user_uploads/${path}`))
  for (const uri of ledger.kept.keys()) expect(paths.has(uri)).toBe(true)
}
