import { createHash, randomBytes } from 'node:crypto'
import type { Request } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser, type Screen } from '../support/browser.ts'
import { personAt, prepareFolder, serveProcess } from '../support/server-process.ts'
import { adaAndBen } from './two-people.ts'

const film = { name: 'soup of the day.mp4', mimeType: 'video/mp4', buffer: randomBytes(12 * 1024 * 1024) }
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('a film is whole although the line broke in the middle of it', async () => {
  const { ada, ben, lunch } = await adaAndBen()
  await ada.goTo(lunch)
  const pieces = piecesOf(ada)
  const context = ada.page.context()
  let cut = false
  await ada.page.route('**/json/tus/*', async (route) => {
    if (!cut && pieces.length === 2) {
      cut = true
      await context.setOffline(true) // what is on its way is not cut by that
      await route.abort('internetdisconnected')
    } else await route.continue()
  })
  await attach(ada)
  await expect.poll(() => cut).toBe(true)
  await expect.poll(() => ada.page.evaluate(() => navigator.onLine)).toBe(false)
  expect(await uploading(ada).count()).toBe(1)
  await context.setOffline(false)

  const bytes = await arrived(ada, ben)
  expect(digest(bytes)).toBe(digest(film.buffer))
  expect(offsets(pieces)).toEqual([0, 4, 4, 8])
})

test('and although the page was loaded again', async () => {
  const { ada, ben, lunch } = await adaAndBen()
  await ada.goTo(lunch)
  const pieces = piecesOf(ada)
  let reloaded = false
  await ada.page.route('**/json/tus/*', async (route) => {
    if (reloaded || pieces.length < 2) await route.continue()
  })
  await attach(ada)
  await expect.poll(() => pieces.length).toBe(2)
  reloaded = true // first: the page goes on as soon as it is there
  await ada.page.reload()

  const bytes = await arrived(ada, ben)
  expect(digest(bytes)).toBe(digest(film.buffer))
  expect(offsets(pieces)).toEqual([0, 4, 4, 8])
})

test('and although the server was pulled from the wall in the middle of a piece', async () => {
  const { folder, owner, password, remove } = await prepareFolder()
  let server = await serveProcess(folder)
  onTestFinished(async () => {
    await server.kill()
    remove()
  })
  const olga = await openBrowser(server.url)
  await olga.signIn(owner.email, password)
  const { subscriptions } = await personAt(server, owner).get('/users/me/subscriptions')
  await olga.goTo(`#narrow/channel/${subscriptions[0].stream_id}-general/topic/lunch`)
  const pieces = piecesOf(olga)
  const line = await olga.page.context().newCDPSession(olga.page)
  const sendAt = (uploadThroughput: number) =>
    line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
  await olga.page.route('**/json/tus/*', async (route) => {
    if (pieces.length === 2) await sendAt(256 * 1024) // so that there is time to pull
    await route.continue()
  })
  await attach(olga)
  await expect.poll(() => uploading(olga).evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0.36)
  const { port } = server
  await server.kill()
  await olga.page.getByText('Waiting for the connection').waitFor()
  await olga.page.unroute('**/json/tus/*')
  await sendAt(-1)
  server = await serveProcess(folder, { port })

  const bytes = await arrived(olga, personAt(server, owner))
  expect(digest(bytes)).toBe(digest(film.buffer))
  expect(offsets(pieces).filter((offset) => offset === 0)).toHaveLength(1)
})

test('a film that is cancelled leaves nothing behind', async () => {
  const { ada, lunch } = await adaAndBen()
  await ada.goTo(lunch)
  const pieces = piecesOf(ada)
  await ada.page.route('**/json/tus/*', async (route) => {
    if (pieces.length < 2 || route.request().method() === 'DELETE') await route.continue()
  })
  await attach(ada)
  await expect.poll(() => pieces.length).toBe(2)
  const gone = ada.page.waitForResponse((response) => response.request().method() === 'DELETE')
  await ada.page.getByRole('button', { name: `Cancel ${film.name}` }).click()
  expect((await gone).status()).toBe(204)
  await expect.poll(() => ada.writing.inputValue()).not.toContain('Uploading')
  await ada.page.reload()
  await ada.writing.waitFor()
  expect(await uploading(ada).count()).toBe(0)
})

/** What is sent of the file, request by request. */
function piecesOf({ page }: Screen): Request[] {
  const pieces: Request[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH' && request.url().includes('/json/tus/')) pieces.push(request)
  })
  return pieces
}

/** Where each began, in MiB. */
const offsets = (pieces: readonly Request[]): number[] =>
  pieces.map((request) => Number(request.headers()['upload-offset']) / 1024 / 1024)

async function attach({ page }: Screen): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles(film)
}

const uploading = ({ page }: Screen) => page.getByRole('progressbar', { name: `Uploading ${film.name}` })

/** The bytes behind the link that Ada sends once it stands in her text. */
async function arrived(ada: Screen, ben: { page(path: string): Promise<Response> }): Promise<Uint8Array> {
  await expect.poll(() => ada.writing.inputValue()).toMatch(/\]\(\/user_uploads\//)
  const [, path] = /\]\((\/user_uploads\/[^)]+)\)/.exec(await ada.writing.inputValue())!
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click()
  await ada.sent('soup').waitFor()
  return new Uint8Array(await (await ben.page(path!)).arrayBuffer())
}
