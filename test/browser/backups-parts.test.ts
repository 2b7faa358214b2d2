import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { button, OwnersSettings } from '../support/owners-settings.ts'
import { askServer } from '../support/server-process.ts'

const settings = new OwnersSettings('Backups')
const contents = async (topic: string): Promise<string[]> => {
  const narrow = JSON.stringify([{ operator: 'topic', operand: topic }])
  const query = new URLSearchParams({ anchor: 'newest', num_before: '20', num_after: '0', narrow, apply_markdown: 'false' })
  const { messages } = await settings.owner.get(`/messages?${query}`)
  return messages.map(({ content }: { content: string }) => content)
}

/** Before everything went wrong. */
const then = { photo: '', edited: 0, clay: [] as number[] }
beforeAll(async () => {
  const { owner } = settings
  then.photo = (await owner.upload('teapot.txt', 'A teapot')).url
  await owner.send('general', 'photos', `[teapot](${then.photo})`)
  then.edited = (await owner.send('general', 'kiln', 'Glaze at eight.')).id
  await owner.patch(`/messages/${then.edited}`, { content: 'Glaze at nine.' })
  await owner.post('/users/me/subscriptions', { subscriptions: [{ name: 'clay' }] })
  for (const text of ['Stoneware', 'Porcelain']) then.clay.push((await owner.send('clay', 'order', text)).id)
  await askServer(settings.prepared.folder, ({ backups }) => backups.create({}))
})

/** Chooses what comes back in the dialog, by the keyboard alone. */
async function restore(page: Page, what: string, choose: (dialog: Locator) => Promise<void> = async () => {}): Promise<void> {
  await button(page, 'Restore…').press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Restore' })
  await dialog.getByRole('row', { name: /^Organization Example/ }).waitFor()
  await dialog.getByLabel('What comes back').selectOption({ label: what })
  await choose(dialog)
  await button(dialog, 'Restore').press('Enter')
}

/** The result stays where it can be seen until somebody has read it. */
async function readResult(page: Page, words: string | RegExp): Promise<void> {
  const result = page.getByText(words)
  await result.waitFor()
  await expect.poll(() => result.evaluate((element) => element.getBoundingClientRect().top >= 0)).toBe(true)
  await button(page, 'I have read it').press('Enter')
  await result.waitFor({ state: 'detached' })
  await page.locator('h2:focus').waitFor() // whoever uses the keyboard goes on from the top of the page
}

test('a file, a channel and one message with its history come back, and nothing else changes', { timeout: 60_000 }, async () => {
  const { owner, prepared } = settings
  const file = path.join(prepared.folder, then.photo.replace('/user_uploads/1', 'uploads/files'))
  rmSync(file)
  for (const id of [...then.clay, then.edited]) await owner.delete(`/messages/${id}`)
  await owner.send('general', 'kiln', 'Said meanwhile.')

  const page = await settings.goOn()
  await restore(page, 'Files only')
  await readResult(page, /^1 file came back/)
  expect(existsSync(file)).toBe(true)
  expect(await contents('order')).toEqual([])

  await restore(page, 'One channel', async (dialog) => {
    const clay = dialog.getByRole('option', { name: /^clay \(/ })
    await dialog.getByLabel('Channel', { exact: true }).selectOption((await clay.getAttribute('value'))!)
  })
  await readResult(page, /^2 messages came back to #clay/)
  expect(await contents('order')).toEqual(['Stoneware', 'Porcelain'])

  await restore(page, 'One message', async (dialog) => {
    const link = dialog.getByLabel(/^Link to the message/)
    await link.fill('my message')
    await dialog.getByText('ends with near/ and a number').waitFor()
    expect(await button(dialog, 'Restore').isDisabled()).toBe(true)
    await link.fill('999999')
  })
  await readResult(page, /^This backup has no message 999999/)
  await restore(page, 'One message', (dialog) =>
    dialog
      .getByLabel(/^Link to the message/)
      .fill(`${settings.server.url}/#narrow/channel/1-general/topic/kiln/near/${then.edited}`),
  )
  await readResult(page, /^1 message came back to #general/)
  expect(await contents('kiln')).toEqual(['Glaze at nine.', 'Said meanwhile.'])
  const { message_history } = await owner.get(`/messages/${then.edited}/history`)
  expect(message_history.map(({ content }: { content: string }) => content)).toEqual(['Glaze at eight.', 'Glaze at nine.'])
})

test('a backup becomes plain files, where nothing is and where the whole path leads to', async () => {
  const to = path.join(settings.prepared.folder, '..', 'plain files')
  const page = await settings.goOn()
  await page
    .getByRole('button', { name: /^More for today/ })
    .first()
    .press('Enter')
  await page.getByRole('menuitem', { name: 'Export as plain files…' }).press('Enter')
  const folder = page.getByLabel('Into the folder')
  await folder.fill('plain files')
  await folder.press('Enter')
  await page.getByText('“plain files” is not a whole path.').waitFor()
  mkdirSync(to)
  writeFileSync(path.join(to, 'novel.txt'), 'Call me Olga.')
  await folder.fill(to)
  await folder.press('Enter')
  await page.getByText('is not empty').waitFor()
  rmSync(path.join(to, 'novel.txt'))
  await folder.press('Enter')
  await page.getByText(`It is in ${to}.`).waitFor()
  await button(page, 'Done').press('Enter')
  for (const name of ['landline.db', 'landline.json', 'manifest.json', then.photo.replace('/user_uploads/1', 'uploads/files')])
    expect(existsSync(path.join(to, name)), name).toBe(true)
})

test('a service of the owner’s choice hears of alarms, once it has taken a test', async () => {
  const heard: string[] = []
  let answers = 503
  const service = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (body) => heard.push(JSON.parse(body).text))
    request.on('end', () => response.writeHead(answers).end())
  }).listen(0, '127.0.0.1')
  await once(service, 'listening')
  onTestFinished(() => void service.close())
  const address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`

  const page = await settings.goOn()
  const field = page.getByLabel(/^(Also send|Send) alarms to/)
  await field.fill('hooks.example.org')
  await field.press('Enter')
  await page.getByText('That is no web address that could be called.').waitFor()
  await field.fill(`${address}/secret-path`)
  await field.press('Enter')
  await page.getByText(`${address}/…`).waitFor()
  expect(await page.getByText('secret-path').count()).toBe(0)
  await button(page, 'Send a test').press('Enter')
  await page
    .getByRole('listitem')
    .or(page.locator('.backup-failure'))
    .getByText('did not take the alarm: it answered 503')
    .first()
    .waitFor()
  answers = 200
  await button(page, 'Send a test').press('Enter')
  await page.getByText(/^Last reached today/).waitFor()
  expect(heard.at(-1)).toBe('Example: This is a test: alarms of this server reach you. There is nothing to do.')
  await button(page, 'Stop sending').press('Enter')
  await page.getByText(`${address}/…`).waitFor({ state: 'detached' })
})
