import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { button, OwnersSettings } from '../support/owners-settings.ts'
import { askServer, serveProcess } from '../support/server-process.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../support/storage/radosgw.ts'
import type { S3Server } from '../support/storage/s3-server.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

const settings = new OwnersSettings('Backups')
let stick: string
/** As the owner wrote it down. */
let recoveryKey: string
beforeAll(() => {
  stick = path.join(mkdtempSync(path.join(tmpdir(), 'landline-backups-')), 'USB stick')
  mkdirSync(stick)
})
afterAll(() => rmSync(path.dirname(stick), { recursive: true, force: true }))

/** As people do while something restarts: presses the button until somebody answers. */
async function signInAgain(page: Page): Promise<void> {
  await settings.typePassword(page)
  const attempt = async (): Promise<boolean> => {
    const open = button(page, 'Open settings')
    if (await open.isEnabled({ timeout: 500 }).catch(() => false)) await open.click({ timeout: 500 }).catch(() => {})
    return await settings.heading(page).isVisible()
  }
  await expect.poll(attempt, { timeout: 30_000, interval: 250 }).toBe(true)
}

const keyField = (page: Page): Locator => page.getByRole('textbox', { name: 'Recovery key' })
const headline = (page: Page): Locator => page.getByRole('heading', { name: /^Last verified backup/ })
const say = (text: string) => settings.owner.send('general', 'kiln', text)
const said = async (): Promise<string[]> => {
  const query = new URLSearchParams({ anchor: 'newest', num_before: '20', num_after: '0', narrow: '[]', apply_markdown: 'false' })
  const { messages } = await settings.owner.get(`/messages?${query}`)
  return messages
    .filter(({ subject }: { subject: string }) => subject === 'kiln')
    .map(({ content }: { content: string }) => content)
}

test('a second place takes two clicks, and the key counts only once it was typed', async () => {
  await say('Glaze at nine.')
  const page = await settings.goOn()
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
  const page = await settings.goOn()
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
  await expect.poll(() => button(page, 'Save').first().isDisabled()).toBe(true) // it is as the server has it

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

/** Resolves once all that was said until now can be brought back from the backups of this computer. */
async function followed(): Promise<void> {
  const now = Math.ceil(Date.now() / 1000)
  await askServer(settings.prepared.folder, async ({ restores }) => {
    const until = async (): Promise<number> => {
      await settings.owner.send('general', 'chatter', 'And so on.') // what is written down after that has all of before
      return (await restores.list({ destination: 'local' })).periods[0]?.to ?? 0
    }
    await expect.poll(until, { timeout: 40_000, interval: 500 }).toBeGreaterThan(now)
  })
}

test('everything goes back to one second, across a restart that is announced', async () => {
  const page = await settings.goOn()
  await say('Said after the backup.')
  await followed()
  const before = await said()
  for (const part of ['Hours', 'Days', 'Weeks', 'Months']) await page.getByLabel(part, { exact: true }).fill('0')
  await page.getByText('Once it has run for a while: 2 backups').waitFor()
  await button(page, 'Save').first().click()
  await page.getByLabel('Back up', { exact: true }).selectOption({ label: 'Only when I ask for it' }) // nor does any come between
  await page.getByText('No backup is planned.').waitFor()

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
  await settings.signIn(page)
  await button(page, 'I have read it').click()
  await page.getByText('The restore is done.').waitFor({ state: 'detached' })
  expect(await said()).toEqual(before)

  const kept = page.getByRole('list', { name: 'Backups in This computer' }).getByRole('listitem')
  await kept.filter({ hasText: 'before a restore' }).waitFor()
  await button(page, 'Remove old ones…').click()
  await page.getByText(/2 stay and \d can go/).waitFor() // how many depends on the hour, and on when the settings were looked at
  await button(page, /^Remove \d backups?$/).click()
  await page.getByText(/\d backups? removed/).waitFor()
  await expect.poll(() => kept.count()).toBe(2)
  await button(page, 'Remove old ones…').click()
  await page.getByText('All 2 are still needed').waitFor()
  await page.keyboard.press('Escape')
})

async function describeBucket(page: Page, provider: S3Server): Promise<void> {
  await page.getByLabel('Provider', { exact: true }).selectOption({ label: 'Ceph' })
  await page.getByLabel('Endpoint').fill(provider.endpoint)
  await page.getByLabel('Bucket', { exact: true }).fill('our-backups')
  await page.getByLabel('Access key').fill(provider.accessKeyId)
  await page.getByLabel('Secret key').fill(provider.secretAccessKey)
}

let provider: S3Server | undefined
test.runIf(hasRadosgw)('a bucket takes backups once it has passed', { timeout: 60_000 }, async () => {
  provider = await startRadosgw(['our-backups'])
  const page = await settings.goOn()
  await button(page, 'Add a bucket…').click()
  await describeBucket(page, provider)
  expect(await button(page, 'Add').isDisabled()).toBe(true)
  await button(page, 'Test').click()
  await page.getByText('All 13 steps passed').waitFor({ timeout: 30_000 })
  await button(page, 'Add').click()
  const place = page.getByRole('list', { name: 'Places' }).getByRole('listitem').filter({ hasText: 'bucket our-backups' })
  await place.getByText('Last verified backup today').waitFor({ timeout: 30_000 })
})
afterAll(() => provider?.stop())

test('on a new computer the first page brings everything back, once the right key is typed', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'landline-new-computer-'))
  const fresh = await serveProcess(folder)
  onTestFinished(async () => {
    await fresh.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const setupLink = await askServer(folder, async ({ status }) => (await status.get()).setupLink!)
  const { page } = await openBrowser(fresh.url)
  await page.goto(setupLink)
  await button(page, 'Restore from a backup').click()
  if (provider) {
    await page.getByLabel('Where the backups are').selectOption('bucket')
    await describeBucket(page, provider)
    await button(page, 'Look what is there').click()
    await keyField(page).fill(recoveryKey)
    await button(page, 'Open').click()
    await page.getByRole('row', { name: /^People 1$/ }).waitFor({ timeout: 20_000 })
    await page.goto(setupLink)
    await button(page, 'Restore from a backup').click()
  }
  const folderField = page.getByLabel('Folder', { exact: true })
  await folderField.fill('stick')
  await button(page, 'Look what is there').click()
  await page.getByRole('alert').getByText('“stick” is not a whole path.').waitFor()
  await folderField.fill(path.dirname(stick))
  await button(page, 'Look what is there').click()
  await page.getByRole('alert').getByText('There are no backups of Landline').waitFor()
  renameSync(path.join(stick, 'repository.json'), path.join(stick, 'forgotten.json'))
  await folderField.fill(stick)
  await button(page, 'Look what is there').click()
  await page.getByRole('alert').getByText('but not the file repository.json').waitFor()
  renameSync(path.join(stick, 'forgotten.json'), path.join(stick, 'repository.json'))
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
  await page.getByRole('heading', { name: 'Everything is back' }).waitFor({ timeout: 30_000 })
  await button(page, 'Go to the chat').click()
  await page.getByLabel('E-mail').fill(settings.prepared.owner.email)
  await page.getByLabel('Password', { exact: true }).fill(settings.prepared.password)
  await button(page, 'Sign in').click()
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: 'general' }).click()
  await page.getByText('Glaze at nine.').first().waitFor()
})

test('the chat moves away: the old address says where to, until the owner opens it here again', async () => {
  const page = await settings.goOn()
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

  const { page: visitor } = await openBrowser(settings.server.url)
  await visitor.goto(settings.server.url)
  await visitor.locator('a[href^="http://127.0.0.1:9"]').waitFor()

  await button(page, 'Open it here again…').click()
  await button(page.getByRole('dialog'), 'Open it here').click()
  await button(page, 'Move…').waitFor()
  await visitor.goto(settings.server.url)
  await visitor.getByLabel('E-mail').waitFor()
})
