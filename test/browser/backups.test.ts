import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import {
  landline,
  type PreparedFolder,
  personAt,
  prepareFolder,
  type ServerProcess,
  serveProcess,
} from '../support/server-process.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../support/storage/radosgw.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

let prepared: PreparedFolder
let server: ServerProcess
let stick: string
/** As the owner wrote it down. */
let recoveryKey: string
beforeAll(async () => {
  prepared = await prepareFolder()
  server = await serveProcess(prepared.folder)
  stick = path.join(mkdtempSync(path.join(tmpdir(), 'landline-backups-')), 'USB stick')
  mkdirSync(stick)
})
afterAll(async () => {
  await server.kill()
  prepared.remove()
  rmSync(path.dirname(stick), { recursive: true, force: true })
})

async function openBackups(): Promise<Page> {
  const { page } = await openBrowser(server.url)
  await page.goto(`${server.url}/settings/#backups`)
  await signIn(page)
  return page
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill(prepared.owner.email)
  await page.getByLabel('Password').fill(prepared.password)
  await page.getByRole('button', { name: 'Open settings' }).click()
  await page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor()
}

/** As people do while something restarts: presses the button until somebody answers. */
async function signInAgain(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill(prepared.owner.email)
  await page.getByLabel('Password').fill(prepared.password)
  const inside = page.getByRole('heading', { name: 'Backups', level: 1 })
  const attempt = async (): Promise<boolean> => {
    const open = page.getByRole('button', { name: 'Open settings' })
    if (await open.isEnabled({ timeout: 500 }).catch(() => false)) await open.click({ timeout: 500 }).catch(() => {})
    return await inside.isVisible()
  }
  await expect.poll(attempt, { interval: 500 }).toBe(true)
}

const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
const keyField = (page: Page): Locator => page.getByRole('textbox', { name: 'Recovery key' })
const headline = (page: Page): Locator => page.getByRole('heading', { name: /^Last verified backup/ })
const say = (text: string) => personAt(server, prepared.owner).send('general', 'kiln', text)
const said = async (): Promise<string[]> => {
  const query = new URLSearchParams({ anchor: 'newest', num_before: '20', num_after: '0', narrow: '[]', apply_markdown: 'false' })
  const { messages } = await personAt(server, prepared.owner).get(`/messages?${query}`)
  return messages
    .filter(({ subject }: { subject: string }) => subject === 'kiln')
    .map(({ content }: { content: string }) => content)
}

test('a second place takes two clicks, and the key counts only once it was typed', async () => {
  await say('Glaze at nine.')
  const page = await openBackups()
  await page.getByText('There is no backup yet.').waitFor()
  await page.getByText('All backups are on this computer.').waitFor()

  await button(page, 'Add a folder…').click()
  await page.getByLabel('Folder', { exact: true }).fill(path.join(stick, 'nowhere'))
  await button(page, 'Add').click()
  await page.getByRole('dialog').getByText('There is no folder').waitFor()
  await page.getByLabel('Folder', { exact: true }).fill(stick)
  expect(await page.getByLabel('What to call it').inputValue()).toBe('USB stick')
  await button(page, 'Add').click()
  const place = page.getByRole('list', { name: 'Places' }).getByRole('listitem').filter({ hasText: stick })
  await place.getByText('Last verified backup today').waitFor()

  await button(page, 'Make a recovery key…').click()
  const shown = page.getByRole('dialog', { name: 'Your recovery key' })
  recoveryKey = (await shown.locator('code').textContent())!
  const download = new Promise<Download>((resolve) => page.once('download', resolve))
  await button(shown, 'Save as a file').click()
  expect(readFileSync((await (await download).path())!, 'utf8')).toContain(recoveryKey)
  await page.emulateMedia({ media: 'print' })
  const kit = page.getByRole('heading', { name: 'Recovery kit of Example' })
  await kit.waitFor()
  expect(await shown.isVisible()).toBe(false)
  await page.getByText(`${stick}`).last().waitFor()
  await page.emulateMedia({ media: 'screen' })
  expect(await kit.isVisible()).toBe(false)

  await button(page, 'I have written it down').click()
  await keyField(page).fill(recoveryKey.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))
  await button(page, 'This is it').click()
  await page.getByRole('alert').getByText('This is not a recovery key').waitFor()
  await keyField(page).fill(recoveryKey.toLowerCase().replaceAll('-', ' '))
  await button(page, 'This is it').click()
  await page.getByText('You showed that you have it today.').waitFor()
  expect(await page.getByText(recoveryKey).count()).toBe(0) // nowhere any more
})

test('a backup is made and rehearsed, and only then is all well', async () => {
  const page = await openBackups()
  await button(page, 'Back up now').press('Enter')
  await page.getByText('Backed up, read back and found whole').waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Back up now') // where it was, for who has no mouse
  await page.getByText('No restore has been rehearsed yet.').waitFor()
  expect(await page.getByRole('img', { name: 'All is well' }).count()).toBe(0)
  await button(page, 'Rehearse').click()
  await page.getByText('The rehearsal went well.').waitFor()
  await page.getByRole('img', { name: 'All is well' }).waitFor()
  expect(await headline(page).textContent()).toMatch(/^Last verified backup: today\s\d\d:\d\d\s· restore rehearsed: today$/)

  await button(page, 'Check all').click()
  await page.getByText('Every byte is as it was written.').waitFor()
  const newest = page.getByRole('list', { name: 'Backups in This computer' }).getByRole('listitem').first()
  await newest.getByRole('img', { name: 'Verified' }).waitFor()
  await newest.getByText('rehearsed today').waitFor()
  await newest.getByText(/1 person · \d+ messages? · 0 files/).waitFor()

  await page.getByLabel('Back up', { exact: true }).selectOption({ label: 'Every hour' })
  await page.getByText(/^Next: today|^Next: tomorrow/).waitFor()
  const timeline = page.getByRole('img', { name: /^What will be kept/ })
  await expect.poll(() => timeline.getAttribute('aria-label')).toContain('24 backups of the last day')
  await page.getByLabel('Hours').fill('3')
  await expect.poll(() => timeline.getAttribute('aria-label')).toMatch(/ [34] backups of the last day/) // and yesterday's last
  await button(page, 'Save').first().click()
  await expect.poll(async () => (await landline('backup', 'status', '--data', prepared.folder)).retention.hourly).toBe(3)

  // The stick is pulled out: what was green is red, says why, and what to do.
  renameSync(stick, `${stick} in a drawer`)
  await button(page, 'Back up now').click()
  await page.getByRole('img', { name: 'Something is wrong' }).waitFor()
  await page.getByText('Plug it in or connect it').first().waitFor()
  await page.getByRole('link', { name: 'Status' }).click()
  await page.getByRole('main').getByRole('link', { name: 'Go to Backups' }).first().click()
  renameSync(`${stick} in a drawer`, stick)
  await button(page, 'Back up now').click()
  await page.getByRole('img', { name: 'All is well' }).waitFor()
})

/** Resolves once all that was said until now is among the backups of this computer. */
async function followed(): Promise<void> {
  const written = Math.ceil(Date.now() / 1000) + 4 // what was said is written down every three seconds, and then follows
  const at = async (): Promise<number> =>
    (await landline('backup', 'status', '--data', prepared.folder)).destinations[0].follows.at ?? 0
  await expect.poll(at, { interval: 1000 }).toBeGreaterThan(written)
}

test('everything goes back to one second, across a restart that is announced', async () => {
  const page = await openBackups()
  await button(page, 'Back up now').click()
  await page.getByText('Backed up, read back and found whole').waitFor()
  await say('Said after the backup.')
  await followed()
  const before = await said()

  await button(page, 'Restore…').click()
  const dialog = page.getByRole('dialog', { name: 'Restore' })
  await dialog.getByRole('row', { name: 'Organization Example Example' }).waitFor()
  await dialog.getByRole('switch', { name: 'Choose the second' }).check()
  const second = dialog.getByLabel('Go back to this second')
  const newest = await second.inputValue()
  await say('Said by mistake.')
  await second.fill(newest.replace(/^..../, '2001'))
  await dialog.getByText('Of that second nothing was kept.').waitFor()
  await second.fill(newest)
  await dialog.getByText('On top of that comes what happened').waitFor()
  await dialog.getByLabel(/^Type “Example”/).fill('Exampel')
  expect(await button(dialog, 'Restore everything').isDisabled()).toBe(true)
  await dialog.getByLabel(/^Type “Example”/).fill('Example')
  await button(dialog, 'Restore everything').click()

  await page.getByText('Landline restarts for the restore. Sign in once more').waitFor()
  await signInAgain(page)
  await page.getByText('The restore is done.').waitFor()
  await page.reload()
  await signIn(page)
  await button(page, 'I have read it').click()
  await page.getByText('The restore is done.').waitFor({ state: 'detached' })
  expect(await said()).toEqual(before)
})

test('one message comes back, from the link to it, and nothing else changes', async () => {
  const { id } = await say('Deleted by mistake.')
  const page = await openBackups()
  await button(page, 'Back up now').click()
  await page.getByText('Backed up, read back and found whole').waitFor()
  await say('Said meanwhile.')
  const before = await said()
  await personAt(server, prepared.owner).delete(`/messages/${id}`)

  await button(page, 'Restore…').click()
  const dialog = page.getByRole('dialog', { name: 'Restore' })
  await dialog.getByLabel('What comes back').selectOption({ label: 'One message' })
  await dialog.getByLabel(/^Link to the message/).fill('my message')
  await dialog.getByText('ends with near/ and a number').waitFor()
  await dialog.getByLabel(/^Link to the message/).fill(`${server.url}/#narrow/channel/1-general/topic/kiln/near/${id}`)
  await button(dialog, 'Restore').click()
  await page.getByText('The restore is done.').waitFor()
  await button(page, 'I have read it').click()
  expect((await said()).toSorted()).toEqual(before.toSorted())
})

test('on a new computer the first page brings everything back, once the right key is typed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'landline-new-computer-'))
  const fresh = await serveProcess(folder)
  onTestFinished(async () => {
    await fresh.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const { setupLink } = await landline('status', '--data', folder)
  const { page } = await openBrowser(fresh.url)
  await page.goto(setupLink)
  await button(page, 'Restore from a backup').click()
  await page.getByLabel('Folder', { exact: true }).fill(path.dirname(stick))
  await button(page, 'Look what is there').click()
  await page.getByRole('alert').getByText('There are no backups of Landline').waitFor()
  await page.getByLabel('Folder', { exact: true }).fill(stick)
  await button(page, 'Look what is there').click()

  await keyField(page).fill('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')
  await button(page, 'Open').click()
  await page.getByRole('alert').getByText('This is not a recovery key').waitFor()
  await keyField(page).fill(recoveryKey)
  await button(page, 'Open').click()
  await page.getByRole('heading', { name: 'Example' }).waitFor()
  await page.getByText('Nothing has happened yet.').waitFor()
  await page.getByRole('row', { name: /^People 1$/ }).waitFor()
  await button(page, 'Restore').click()
  await page.getByRole('heading', { name: 'Everything is back' }).waitFor()
  await button(page, 'Go to the chat').click()
  await page.getByLabel('E-mail').fill(prepared.owner.email)
  await page.getByLabel('Password', { exact: true }).fill(prepared.password)
  await button(page, 'Sign in').click()
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: 'general' }).click()
  await page.getByText('Glaze at nine.').first().waitFor()
})

test.runIf(hasRadosgw)(
  'a bucket takes backups once it has passed, and gives them back to a new computer',
  { timeout: 90_000 },
  async () => {
    const provider = await startRadosgw(['our-backups'])
    const folder = mkdtempSync(path.join(tmpdir(), 'landline-new-computer-'))
    const fresh = await serveProcess(folder)
    onTestFinished(async () => {
      await fresh.kill()
      await provider.stop()
      rmSync(folder, { recursive: true, force: true })
    })
    const describeBucket = async (page: Page): Promise<void> => {
      await page.getByLabel('Provider', { exact: true }).selectOption({ label: 'Ceph' })
      await page.getByLabel('Endpoint').fill(provider.endpoint)
      await page.getByLabel('Bucket', { exact: true }).fill('our-backups')
      await page.getByLabel('Access key').fill(provider.accessKeyId)
      await page.getByLabel('Secret key').fill(provider.secretAccessKey)
    }
    const page = await openBackups()
    await button(page, 'Add a bucket…').click()
    await describeBucket(page)
    expect(await button(page, 'Add').isDisabled()).toBe(true)
    await button(page, 'Test').click()
    await page.getByText('All 13 steps passed').waitFor()
    await button(page, 'Add').click()
    const place = page.getByRole('list', { name: 'Places' }).getByRole('listitem').filter({ hasText: 'bucket our-backups' })
    await place.getByText('Last verified backup today').waitFor()

    const { setupLink } = await landline('status', '--data', folder)
    const { page: first } = await openBrowser(fresh.url)
    await first.goto(setupLink)
    await button(first, 'Restore from a backup').click()
    await first.getByLabel('Where the backups are').selectOption('bucket')
    await describeBucket(first)
    await button(first, 'Look what is there').click()
    await keyField(first).fill(recoveryKey)
    await button(first, 'Open').click()
    await first.getByRole('row', { name: /^People 1$/ }).waitFor()
  },
)

test('the chat moves away: the old address says where to, until the owner opens it here again', async () => {
  const page = await openBackups()
  await button(page, 'Move…').click()
  const dialog = page.getByRole('dialog', { name: 'Move to another computer' })
  await dialog.getByLabel('Everything goes there by way of').selectOption({ label: 'USB stick' })
  await button(dialog, 'Close here and make the last backup').click()
  await page.getByRole('heading', { name: 'This chat is closed, and ready to move' }).waitFor()
  await page.getByText(', and type the recovery key.').waitFor()
  await page.getByLabel('New address').fill('chat.example.org')
  await button(page, 'Send people there').click()
  await page.getByText('That is no address of a server.').waitFor()
  await page.getByLabel('New address').fill('http://127.0.0.1:9')
  await button(page, 'Send people there').click()
  await page.getByText('Nothing of this organization answered there just now.').waitFor()

  const { page: visitor } = await openBrowser(server.url)
  await visitor.goto(server.url)
  await visitor.locator('a[href^="http://127.0.0.1:9"]').waitFor()

  await button(page, 'Open it here again…').click()
  await button(page.getByRole('dialog'), 'Open it here').click()
  await button(page, 'Move…').waitFor()
  await visitor.goto(server.url)
  await visitor.getByLabel('E-mail').waitFor()
})
