import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { type Landline, startLandline } from '../../../test/support/landline.ts'
import { LinkFactFinder } from '../../markdown/link-previews/link-facts.ts'
import { RenderingQueue, renderingQueueOf, useRenderingQueue } from './queue.ts'

/** A website, which in truth is on this computer. */
async function website(): Promise<string> {
  const server = createServer((_, response) =>
    response
      .setHeader('content-type', 'text/html')
      .end('<title>Soups</title><meta property="og:image" content="/soup.png"><meta name="description" content="All of them">'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/menu`
}

/** The server's own queue, but for its finder, which may look at this computer. */
function queueThatLooksHere({ appliance }: Landline): RenderingQueue {
  const { database, features } = appliance
  const externalImageUrl = (url: string) => features.uploads.externalImages!.addressOf(url)
  const finder = new LinkFactFinder({ isAllowed: () => true })
  const warn = (cause: unknown) => {
    throw cause
  }
  return new RenderingQueue({ database, finder, externalImageUrl, warn })
}

test('a website that a message links to says what it is, once the organization wants that', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('ada')
  const url = await website()
  const queue = await ada!.register({ event_types: ['update_message'] })
  const rendering = queueThatLooksHere(landline)
  useRenderingQueue(landline.appliance.database.read, rendering)
  const look = async () => {
    const { id } = await landline.owner.send('general', 'lunch', `Look: ${url}`)
    await rendering.idle()
    return (await ada!.get(`/messages/${id}`)).message
  }
  expect((await look()).content).not.toContain('message_embed')
  await landline.owner.patch('/realm', { inline_url_embed_preview: true })
  const shown = await look()
  expect(shown.content).toMatch(/message_embed.*\/external_content\/.*Soups/s)
  expect(shown).not.toHaveProperty('edit_history')
  expect(await queue.next()).toMatchObject({
    rendering_only: true,
    user_id: null,
    message_id: shown.id,
    rendered_content: shown.content,
  })
})

test('a picture from elsewhere comes from us', async () => {
  const landline = await startLandline()
  const { id } = await landline.owner.send('general', 'lunch', 'https://example.com/soup.png')
  expect((await landline.owner.get(`/messages/${id}`)).message.content).toMatch(
    /<img src="\/external_content\/[0-9a-f]+\/[0-9a-f]+">/,
  )
})

test('a picture that turns out to be none is shown as the link that it is', async () => {
  const landline = await startLandline()
  const square = { width: 300, height: 300, channels: 3, background: 'teal' } as const
  const { url } = await landline.owner.upload('torn.tiff', await sharp({ create: square }).tiff().toBuffer(), 'image/tiff')
  const { id } = await landline.owner.send('general', 'lunch', `[torn](${url})`)
  const content = async () => (await landline.owner.get(`/messages/${id}`)).message.content
  expect(await content()).toContain('message_inline_image')
  const { uploads } = landline.appliance.folder
  const file = readdirSync(uploads, { recursive: true, encoding: 'utf8' }).find((path) => /files.*torn\.tiff$/.test(path))!
  writeFileSync(join(uploads, file), Buffer.alloc(statSync(join(uploads, file)).size))
  // Its thumbnail is there; the larger picture for browsers that show no TIFF is drawn when somebody asks.
  await landline.owner.page(`${url.replace('user_uploads', 'user_uploads/thumbnail')}/4032x3024.webp`)
  await expect.poll(content).toBe(`<p><a href="${url}">torn</a></p>`)
})

test('what an older renderer made is rendered again once it is read, with the names of its time', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('ada', 'ben')
  const { id } = await ada!.send('general', 'lunch', 'Soup, @**ben**? See #**general**')
  const before = (await ada!.get(`/messages/${id}`)).message.content
  await ben!.patch('/settings', { full_name: 'Benjamin' })
  await landline.appliance.database.inTransaction((trx) =>
    trx
      .updateTable('messages')
      .set(({ fn, val }) => ({
        renderVersion: 0,
        rendered: fn<string>('replace', ['rendered', val('<p>'), val('<p class="old">')]),
      }))
      .execute(),
  )
  const { read } = landline.appliance.database
  expect((await ada!.get(`/messages/${id}`)).message.content).toContain('class="old"')
  await renderingQueueOf(read)!.idle()
  expect((await ada!.get(`/messages/${id}`)).message.content).toBe(before)
})
