import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../../test/support/landline.ts'
import type { Person } from '../../../test/support/person.ts'

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path.join(folder, name)).isFile())

const uploadsOf = (landline: Landline): string[] => filesBelow(landline.appliance.folder.uploads)

const text = async (person: Person, address: string, headers: Record<string, string> = {}): Promise<string> =>
  await (await person.page(address, { headers })).text()

test('somebody uploads a file and gets it back, whole, and as they named it', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))

  const { uri, url, filename } = await ada!.upload('Plan für Mai (2).bin', content)

  expect(uri).toBe(url)
  expect(uri).toMatch(/^\/user_uploads\/1\/[0-9a-f]{2}\/[0-9a-f]{32}\/Plan-für-Mai-2\.bin$/)
  expect(filename).toBe('Plan für Mai (2).bin')
  const back = await ada!.page(uri)
  expect(Buffer.from(await back.arrayBuffer()).equals(content)).toBe(true)
  expect(back.headers.get('content-length')).toBe('300000')
  expect(back.headers.get('content-disposition')).toBe(
    `attachment; filename="Plan f?r Mai (2).bin"; filename*=UTF-8''Plan%20f%C3%BCr%20Mai%20%282%29.bin`,
  )
})

test('a file is served so that nothing in it runs', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const page = await ada!.upload('evil.html', '<script>alert(1)</script>', 'text/html')
  const drawing = await ada!.upload('evil.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'image/svg+xml')
  const photo = await ada!.upload('photo.png', 'not really', 'image/png')
  const paper = await ada!.upload('paper.pdf', '%PDF-1.7', 'application/pdf')

  for (const { uri } of [page, drawing, photo, paper]) {
    const { headers } = await ada!.page(uri)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
  const disposition = async (address: string): Promise<string> =>
    (await ada!.page(address)).headers.get('content-disposition')!.split(';')[0]!
  expect(await disposition(page.uri)).toBe('attachment')
  expect(await disposition(drawing.uri)).toBe('attachment')
  expect(await disposition(photo.uri)).toBe('inline')
  expect(await disposition(paper.uri)).toBe('inline')
  expect(await disposition(paper.uri.replace('/user_uploads/', '/user_uploads/download/'))).toBe('attachment')
  expect((await ada!.page(page.uri)).headers.get('content-security-policy')).toContain('sandbox')
})

test('a client reads a part of a file, or learns that it has it already', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { uri } = await ada!.upload('digits.txt', '0123456789')
  const whole = await ada!.page(uri)
  const etag = whole.headers.get('etag')!

  const middle = await ada!.page(uri, { headers: { range: 'bytes=2-5' } })
  expect([middle.status, middle.headers.get('content-range'), await middle.text()]).toEqual([206, 'bytes 2-5/10', '2345'])
  expect(await text(ada!, uri, { range: 'bytes=7-' })).toBe('789')
  expect(await text(ada!, uri, { range: 'bytes=-3' })).toBe('789')
  expect(await text(ada!, uri, { range: 'bytes=8-99' })).toBe('89')
  expect(await text(ada!, uri, { range: 'bytes=0-1, 4-5' })).toBe('0123456789')
  expect(await text(ada!, uri, { range: 'bytes=2-5', 'if-range': '"another"' })).toBe('0123456789')
  expect(await text(ada!, uri, { range: 'bytes=2-5', 'if-range': etag })).toBe('2345')
  const beyond = await ada!.page(uri, { headers: { range: 'bytes=10-' } })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])

  const known = await ada!.page(uri, { headers: { 'if-none-match': `"x", ${etag}` } })
  expect([known.status, await known.text()]).toEqual([304, ''])
  const head = await ada!.page(uri, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([200, '10', etag])
})

test('nobody else reads a file that no message shows them, and strangers are asked to sign in, not sent away', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { uri } = await ada!.upload('secret.txt', 'for me')

  const refused = await ben!.page(uri)
  expect([refused.status, (await refused.json()).msg]).toEqual([403, 'You are not authorized to view this file.'])
  expect((await landline.owner.page(uri)).status).toBe(403)
  const stranger = await fetch(landline.url + uri, { redirect: 'manual' })
  expect(stranger.status).toBe(401)
  await expect(ben!.get(`/user_uploads/${uri.slice('/user_uploads/'.length)}`)).rejects.toThrow('not authorized')
})

test.each([
  '/user_uploads/1/../../../landline.db',
  '/user_uploads/1/%2e%2e/%2e%2e/landline.db',
  '/user_uploads/1/..%2f..%2f..%2flandline.db/x/y',
  '/user_uploads/1/ab/0000/nothing.txt',
  `/user_uploads/1/ab/${'0'.repeat(32)}/x%00.png`,
])('an address that was never a file answers so: %s', async (address) => {
  const landline = await startLandline()
  const { hostname, port } = new URL(landline.url)
  const status = await new Promise((resolve, reject) => {
    // Not by fetch, which would tidy the path up.
    request({ hostname, port, path: address, headers: { authorization: landline.owner.authorization } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(404)
})

test('the mobile app opens a file in a browser without a sign-in, by an address that only it was told', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { uri } = await ada!.upload('clip.mp4', 'frames', 'video/mp4')

  const { url } = await ada!.get(uri)
  const opened = await fetch(landline.url + url, { headers: { range: 'bytes=0-2' } })
  expect([opened.status, await opened.text()]).toEqual([206, 'fra'])
  expect(opened.headers.get('content-disposition')).toBe('inline; filename=clip.mp4')

  const forged = url.replace(/temporary\/\d+/, 'temporary/999')
  expect((await fetch(landline.url + forged)).status).toBe(400)
})

test('people see what they uploaded, hear of it, and can remove it', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const queue = await ada!.register({ event_types: ['attachment'] })
  const { uri } = await ada!.upload('notes.txt', 'twelve bytes')
  const path_id = uri.slice('/user_uploads/'.length)

  const { attachments, upload_space_used } = await ada!.get('/attachments')
  expect(attachments).toMatchObject([{ name: 'notes.txt', path_id, size: 12, messages: [] }])
  expect(attachments[0].create_time % 1000).toBe(0)
  expect(upload_space_used).toBe(12)
  expect(await queue.next()).toMatchObject({ op: 'add', attachment: attachments[0], upload_space_used: 12 })
  expect((await ben!.get('/attachments')).attachments).toEqual([])

  await expect(ben!.delete(`/attachments/${attachments[0].id}`)).rejects.toThrow('Invalid attachment')
  await ada!.delete(`/attachments/${attachments[0].id}`)
  expect(await queue.next()).toMatchObject({ op: 'remove', attachment: { id: attachments[0].id }, upload_space_used: 0 })
  expect((await ada!.page(uri)).status).toBe(404)
  await landline.stop()
  expect(uploadsOf(landline)).toEqual([])
})

test('a file that is too large is refused, and takes no space', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const size = 100 * 1024 * 1024 + 1
  await expect(ada!.upload('huge.bin', Buffer.alloc(size))).rejects.toThrow('maximum upload size (100 MiB)')
  expect(uploadsOf(landline)).toEqual([])
})

test('a sender who goes away in the middle leaves nothing behind', async () => {
  const landline = await startLandline()
  const { hostname, port } = new URL(landline.url)
  const boundary = 'x'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="half.bin"\r\n\r\n`
  const sending = request({
    hostname,
    port,
    method: 'POST',
    path: '/api/v1/user_uploads',
    headers: {
      authorization: landline.owner.authorization,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': 10_000_000,
    },
  })
  sending.on('error', () => {})
  sending.write(head + 'a'.repeat(1_000_000))
  await expect.poll(() => uploadsOf(landline).length).toBe(1)
  expect(uploadsOf(landline)[0]).toMatch(/^\.incoming/)

  sending.destroy()

  await expect.poll(() => uploadsOf(landline)).toEqual([])
  expect((await landline.owner.get('/attachments')).attachments).toEqual([])
})

test('the Python client names the form field after its file, and others send none at all', async () => {
  const landline = await startLandline()
  const { authorization } = landline.owner
  const form = new FormData()
  form.set('/home/ada/notes.txt', new Blob(['hello']), '/home/ada/notes.txt')
  const send = (body: FormData) =>
    fetch(`${landline.url}/api/v1/user_uploads`, { method: 'POST', headers: { authorization }, body })
  expect((await (await send(form)).json()).uri).toMatch(/\/notes\.txt$/)

  const empty = new FormData()
  empty.set('a', 'b')
  const refused = await send(empty)
  expect([refused.status, (await refused.json()).msg]).toEqual([400, 'You must specify a file to upload'])
})

test('what is on the disk is what was sent, and its row knows the hash', async () => {
  const landline = await startLandline()
  await landline.owner.upload('a.txt', 'hello')
  const blob = await landline.appliance.database.read.selectFrom('blobs').selectAll().executeTakeFirstOrThrow()
  expect(blob).toMatchObject({ class: 'messageFile', store: 'local', bytes: 5, contentType: 'text/plain' })
  expect(Buffer.from(blob.sha256)).toEqual(createHash('sha256').update('hello').digest())
  expect(uploadsOf(landline)).toEqual([blob.key])
})
