import { randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Upload } from '@aws-sdk/lib-storage'
import sharp from 'sharp'
import { Secret } from '../../server/config/secrets/secret.ts'
import { drawThumbnail } from '../../server/uploads/images/draw.ts'
import { thumbnailFormats } from '../../server/uploads/images/thumbnail-formats.ts'
import { s3Client } from '../../server/uploads/stores/s3/client.ts'
import { personAt, prepareFolder, serveProcess } from '../support/server-process.ts'
import { type BareUploads, openBareUploads, storeFile } from '../support/storage/bare-uploads.ts'
import { hasRadosgw, startRadosgw } from '../support/storage/radosgw.ts'
import { bucketAt, type S3Server } from '../support/storage/s3-server.ts'
import { startS3rver } from '../support/storage/s3rver.ts'
import { round, type Section } from './section.ts'

const parallel = 6
const rounds = 3

interface Batch {
  readonly what: string
  readonly files: number
  readonly fileBytes: number
}

const documents: Batch = { what: 'documents of 256 KiB', files: 400, fileBytes: 256 * 1024 }
const photos: Batch = { what: 'photos of 4 MiB', files: 60, fileBytes: 4 * 1024 * 1024 }

const seconds = async (work: () => Promise<unknown>): Promise<number> => (await cost(work)).seconds

/** The time on the wall, and the CPU time of this process: the provider's comes on top, on the same processors. */
interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const started = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 }
}

const best = (costs: readonly Cost[]): Cost => ({
  seconds: Math.min(...costs.map((one) => one.seconds)),
  cpuSeconds: Math.min(...costs.map((one) => one.cpuSeconds)),
})

/** The same files, sent by the AWS library and nothing else: no row, no reading back, no hash. */
async function bareLoop(folder: string, keys: readonly string[], server: S3Server): Promise<void> {
  const client = s3Client(bucketAt(server, 'bare'), new Secret(server.secretAccessKey))
  const queue = keys.values()
  const worker = async (): Promise<void> => {
    for (const key of queue) {
      const Body = createReadStream(join(folder, 'uploads', key))
      await new Upload({ client, params: { Bucket: 'bare', Key: key, Body }, partSize: 8 * 1024 * 1024, queueSize: 2 }).done()
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  client.destroy()
}

async function move({ uploads }: BareUploads, to: string): Promise<void> {
  await uploads.mover.start({ to, parallel })
  await uploads.mover.settled()
}

/** Best of a few rounds each, in turns: the machine has its moods. */
async function moveAgainstLoop(server: S3Server, { files, fileBytes }: Batch): Promise<{ bare: Cost; moved: Cost }> {
  const folder = mkdtempSync(join(tmpdir(), 'landline-bench-'))
  const bare = await openBareUploads(folder)
  try {
    const keys: string[] = []
    for (let index = 0; index < files; index++) keys.push(await storeFile(bare, randomBytes(fileBytes)))
    const id = await bare.uploads.storage.useBucket(bucketAt(server, 'files'), new Secret(server.secretAccessKey))
    const costs = { bare: [] as Cost[], moved: [] as Cost[] }
    for (let round = 0; round < rounds; round++) {
      costs.bare.push(await cost(() => bareLoop(folder, keys, server)))
      costs.moved.push(await cost(() => move(bare, id)))
      await move(bare, 'local')
    }
    return { bare: best(costs.bare), moved: best(costs.moved) }
  } finally {
    await bare.close()
    rmSync(folder, { recursive: true })
  }
}

const served = 48 * 1024 * 1024
const requests = 12

async function fetchAll(url: string, headers: Record<string, string>): Promise<number> {
  return await seconds(async () => {
    for (let index = 0; index < requests; index++) {
      const response = await fetch(url, { headers })
      for await (const chunk of response.body!) void chunk
    }
  })
}

/** A file through the server, access check, range and length guard and all; beside a server that only pipes it. */
async function servingAgainstPipe(): Promise<{ bare: number; landline: number }> {
  const { folder, owner, remove } = await prepareFolder()
  const server = await serveProcess(folder)
  const file = join(tmpdir(), `landline-bench-${process.pid}`)
  writeFileSync(file, randomBytes(served))
  const pipe = createServer((_, response) => createReadStream(file).pipe(response))
  await new Promise<void>((resolve) => pipe.listen(0, '127.0.0.1', resolve))
  try {
    const person = personAt(server, owner)
    const { uri } = await person.upload('film.mp4', Buffer.concat([randomBytes(served)]), 'video/mp4')
    const times = { bare: [] as number[], landline: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      times.bare.push(await fetchAll(`http://127.0.0.1:${(pipe.address() as AddressInfo).port}/`, {}))
      times.landline.push(await fetchAll(server.url + uri, { authorization: person.authorization }))
    }
    return { bare: Math.min(...times.bare), landline: Math.min(...times.landline) }
  } finally {
    pipe.close()
    rmSync(file)
    await server.stop()
    remove()
  }
}

async function thumbnailsPerSecond(): Promise<number> {
  const noise = randomBytes(4000 * 3000 * 3)
  const photo = await sharp(noise, { raw: { width: 4000, height: 3000, channels: 3 } })
    .blur(4)
    .jpeg({ quality: 85 })
    .toBuffer()
  const facts = { contentType: 'image/jpeg', width: 4000, height: 3000, frames: 1 }
  const before = process.cpuUsage()
  const count = 20
  for (let index = 0; index < count; index++) await drawThumbnail(photo, facts, thumbnailFormats[1])
  const { user, system } = process.cpuUsage(before)
  return (count * 1e6) / (user + system)
}

export async function storage(): Promise<Section> {
  const server = await (hasRadosgw ? startRadosgw(['files', 'bare']) : startS3rver(['files', 'bare']))
  const moves = []
  for (const batch of [documents, photos]) moves.push({ batch, ...(await moveAgainstLoop(server, batch)) })
  await server.stop()
  const serving = await servingAgainstPipe()
  const perSecond = await thumbnailsPerSecond()
  const rate = (bytes: number, time: number): number => Math.round(bytes / time / 1e6)
  const row = (what: string, { files, fileBytes }: Batch, { seconds, cpuSeconds }: Cost): (string | number)[] => [
    what,
    rate(files * fileBytes, seconds),
    round((cpuSeconds * 1000) / files),
  ]
  const sent = served * requests
  return {
    title: 'Storage',
    about: `Files to ${hasRadosgw ? 'Ceph' : 's3rver'}, six at a time: the AWS library alone, and a move, which reads each file back, compares its hash and writes that down. Then one film of 48 MiB, over and over: through Landline, and through a bare pipe.`,
    columns: ['what', 'MB/s', 'CPU ms a file'],
    rows: [
      ...moves.flatMap(({ batch, bare, moved }) => [
        row(`${batch.what}: bare loop of uploads`, batch, bare),
        row(`${batch.what}: move, read back and verified`, batch, moved),
      ]),
      ['bare pipe', rate(sent, serving.bare), ''],
      ['serving', rate(sent, serving.landline), ''],
    ],
    goals: [
      ...moves.map(({ batch, bare, moved }) => ({
        what: `${batch.what}: a move beside a bare loop`,
        measured: round(bare.seconds / moved.seconds, 2),
        atLeast: 0.85,
        unit: '×',
      })),
      { what: 'serving beside a bare pipe', measured: round(serving.bare / serving.landline, 2), atLeast: 0.8, unit: '×' },
      { what: 'thumbnails of 12-megapixel photos', measured: round(perSecond), atLeast: 5, unit: 'per CPU second' },
    ],
  }
}
