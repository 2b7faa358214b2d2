import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { Upload } from 'tus-js-client'
import { expect, test } from 'vitest'
import { type Landline, newFolder, startLandline } from '../../../test/support/landline.ts'
import type { Person } from '../../../test/support/person.ts'

interface Sent {
  readonly address: string
  /** What the last piece was answered with. */
  readonly answer: any
}

/** Sends a file as the browser does, in pieces; `after` is asked after each piece whether to go on. */
function send(
  person: Person,
  content: Buffer,
  more: { uploadUrl?: string; after?: (sent: number) => boolean } = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let answer: unknown
    const upload: Upload = new Upload(content, {
      endpoint: `${person.url}/api/v1/tus`,
      uploadUrl: more.uploadUrl,
      headers: { authorization: person.authorization },
      metadata: { filename: 'film über uns.mp4', filetype: 'video/mp4' },
      chunkSize: 64 * 1024,
      retryDelays: null,
      onChunkComplete(_size, accepted) {
        if (more.after?.(accepted) !== false) return
        void upload.abort()
        resolve({ address: upload.url!, answer: undefined })
      },
      onAfterResponse: (_request, response) => {
        answer = response.getBody()
      },
      onSuccess: () => resolve({ address: upload.url!, answer: JSON.parse(answer as string) }),
      onError: reject,
    })
    upload.start()
  })
}

const arriving = (landline: Landline): string[] => readdirSync(path.join(landline.appliance.folder.uploads, '.resumable'))

const digest = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

test('a large file is sent in pieces and is a file like any other then', async () => {
  const landline = await startLandline()
  const content = randomBytes(300_000)
  const { answer } = await send(landline.owner, content)

  expect(answer).toMatchObject({
    result: 'success',
    filename: 'film über uns.mp4',
    url: expect.stringMatching(/\/film-über-uns\.mp4$/),
  })
  const back = await landline.owner.page(answer.url)
  expect(digest(Buffer.from(await back.arrayBuffer()))).toBe(digest(content))
  expect(back.headers.get('content-type')).toBe('video/mp4')
  expect((await landline.owner.get('/attachments')).attachments).toMatchObject([{ name: 'film über uns.mp4', size: 300_000 }])
  expect(arriving(landline)).toEqual([])
})

test('an upload goes on where it stood, after a reload and after a restart of the server', async () => {
  const folder = newFolder()
  const before = await startLandline({ folder })
  const content = randomBytes(400_000)
  const { address } = await send(before.owner, content, { after: (sent) => sent < 130_000 })
  await before.stop()

  const after = await startLandline({ folder })
  const moved = address.replace(before.url, after.url)
  const head = await after.owner.page(new URL(moved).pathname, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
  expect(Number(head.headers.get('upload-offset'))).toBeGreaterThanOrEqual(130_000)
  const { answer } = await send(after.owner, content, { uploadUrl: moved })
  expect(digest(Buffer.from(await (await after.owner.page(answer.url)).arrayBuffer()))).toBe(digest(content))
})

test('nobody else continues, reads or ends somebody’s upload', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { address } = await send(ada!, randomBytes(200_000), { after: () => false })
  const { pathname } = new URL(address)
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const headers = { 'tus-resumable': '1.0.0', 'upload-offset': '65536', 'content-type': 'application/offset+octet-stream' }
    const response = await ben!.page(pathname, { method, headers, ...(method === 'PATCH' && { body: 'x' }) })
    expect([method, response.status]).toEqual([method, 404])
  }
  expect((await ada!.page(pathname)).status).toBe(404) // not even its sender reads half a file
  expect((await fetch(address, { method: 'HEAD' })).status).toBe(401)
})

test('a file over five gigabytes is refused before it is sent', async () => {
  const landline = await startLandline()
  const response = await landline.owner.page('/api/v1/tus', {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': String(5 * 1024 ** 3 + 1) },
  })
  expect(response.status).toBe(413)
  expect(arriving(landline)).toEqual([])
})
