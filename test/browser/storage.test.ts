import { createHash, randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { button, OwnersSettings } from '../support/owners-settings.ts'
import type { Person } from '../support/person.ts'
import { landline } from '../support/server-process.ts'
import { startFaultProxy } from '../support/storage/fault-proxy.ts'
import { hasRadosgw, startRadosgw, whyNoRadosgw } from '../support/storage/radosgw.ts'
import type { S3Server } from '../support/storage/s3-server.ts'
import { startS3rver } from '../support/storage/s3rver.ts'

if (!hasRadosgw) console.warn(whyNoRadosgw)

const settings = new OwnersSettings('Storage')

const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true })
const steps = (page: Page): Locator => page.getByRole('region', { name: 'The test' }).getByRole('listitem')
const step = (page: Page, title: string): Locator => steps(page).filter({ hasText: title })

/** Goes there by the Tab key alone. @throws Error where it does not lead there */
async function tabTo(control: Locator): Promise<void> {
  await control.waitFor()
  for (let presses = 0; presses < 60; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await control.page().keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not lead to ${control}`)
}

async function press(control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(control)
  await control.page().keyboard.press(key)
}

async function type(control: Locator, text: string): Promise<void> {
  await tabTo(control)
  await control.page().keyboard.press('ControlOrMeta+a')
  await control.page().keyboard.type(text)
}

async function describeBucket(page: Page, { endpoint, accessKeyId, secretAccessKey }: S3Server, bucket: string): Promise<void> {
  await type(field(page, 'Endpoint'), endpoint)
  await type(field(page, 'Bucket'), bucket)
  await type(field(page, 'Access key'), accessKeyId)
  await type(page.getByLabel('Secret key', { exact: true }), secretAccessKey)
}

test('without a bucket the page is calm, and choosing a provider fills in what it says of itself', async () => {
  const page = await settings.open()
  await page.getByRole('heading', { name: 'Files are stored on this computer' }).waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)

  await press(button(page, 'Use a bucket…'))
  const provider = page.getByLabel('Provider', { exact: true })
  expect(await provider.evaluate((element) => element === document.activeElement)).toBe(true)
  await provider.selectOption({ label: 'Scaleway' })
  await page.getByLabel('Region').selectOption('nl-ams')
  expect(await field(page, 'Endpoint').inputValue()).toBe('https://s3.nl-ams.scw.cloud')
  await provider.selectOption({ label: 'Cloudflare R2' })
  await field(page, 'Account').fill('f00')
  expect(await field(page, 'Endpoint').inputValue()).toBe('https://f00.r2.cloudflarestorage.com')
  await provider.selectOption({ label: 'Amazon S3' })
  expect(await field(page, 'Endpoint').count()).toBe(0)

  await press(button(page, 'Test'))
  await page.getByText('The provider shows it once').waitFor()
  expect(await field(page, 'Bucket').evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await steps(page).count()).toBe(0)
  await press(button(page, 'Cancel'))
  await button(page, 'Use a bucket…').waitFor()
})

test('a file that got lost is named as people know it, and comes back from a backup', async () => {
  const person = settings.owner
  const { uri } = await person.upload('soup recipe.txt', 'Leek and potato')
  await landline('backup', 'create', '--data', settings.prepared.folder)
  rmSync(join(settings.prepared.folder, uri.replace('/user_uploads/1', 'uploads/files')))
  const page = await settings.open()

  await press(button(page, 'Check all now'))

  const lost = page.getByRole('listitem').filter({ hasText: 'soup recipe.txt' })
  await lost.getByText('From Olga Owner. Missing where it was stored').waitFor()
  await press(button(page, 'Bring back from backups'))
  await page.getByText('1 file is whole again.').waitFor()
  await lost.waitFor({ state: 'detached' })
  expect(await (await person.page(uri)).text()).toBe('Leek and potato')
  const { attachments } = await person.get('/attachments')
  await person.delete(`/attachments/${attachments[0].id}`)
})

test('a provider that does something else is found out, step by step, and cannot be switched to', async () => {
  const provider = await startS3rver(['files'])
  onTestFinished(() => provider.stop())
  const page = await settings.open()
  await press(button(page, 'Use a bucket…'))
  await page.keyboard.type('Another S3')
  await describeBucket(page, provider, 'files')
  await page.keyboard.press('Enter')
  await button(page, 'Test again').waitFor()

  expect(await steps(page).count()).toBe(13)
  await step(page, 'Read it back and compare').getByText('came back with their wrapping in it').waitFor()
  await step(page, 'Read parts of it').getByText('6 bytes that are not that part').waitFor()
  const open = step(page, 'Be refused without the key')
  await open.getByText('Everybody can read the files in this bucket').waitFor()
  expect(await open.getByRole('img').getAttribute('aria-label')).toBe('Failed')

  // What can be lived with has to be said in full; a wrong byte is not among it.
  for (const box of await page.getByRole('checkbox', { name: /^I accept that/ }).all()) {
    if (!(await box.isChecked())) await press(box, 'Space')
  }
  expect(await open.getByRole('img').getAttribute('aria-label')).toBe('Passed, with something to know')
  await page.getByText('6 of 13 passed, 5 accepted, 2 did not').waitFor()
  expect(await button(page, 'Switch…').isDisabled()).toBe(true)

  // Other values are not those that were tested.
  await type(field(page, 'Bucket'), 'others')
  expect(await steps(page).count()).toBe(0)
  expect(await landline('storage', 'status', '--data', settings.prepared.folder)).toMatchObject({ current: 'local' })
})

describe.runIf(hasRadosgw)('with a provider that does what it says', () => {
  interface Sent {
    readonly url: string
    readonly sha256: string
  }
  const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

  async function upload(person: Person, name: string, content: Buffer): Promise<Sent> {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(content)]), name)
    const response = await person.page('/api/v1/user_uploads', { method: 'POST', body: form })
    const { url } = (await response.json()) as { url: string }
    return { url, sha256: sha256(content) }
  }

  async function expectAll(person: Person, sent: readonly Sent[]): Promise<void> {
    for (const { url, sha256: right } of sent) {
      const response = await person.page(url)
      expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(right)
    }
  }

  test('files go to a bucket while people chat and the plug is pulled, and come back', async () => {
    const provider = await startRadosgw([])
    const proxy = await startFaultProxy(provider)
    onTestFinished(async () => {
      await proxy.stop()
      await provider.stop()
    })
    let olga = settings.owner
    const sent: Sent[] = []
    for (let number = 1; number <= 30; number++) sent.push(await upload(olga, `Plan ${number}.pdf`, randomBytes(100_000)))

    let page = await settings.open()
    await press(button(page, 'Use a bucket…'))
    await page.keyboard.type('Ceph')
    await describeBucket(page, { ...proxy, secretAccessKey: 'not the secret' }, 'our-files')
    await page.keyboard.press('Enter')
    await step(page, 'Store a file').getByText('The secret key does not belong to the access key.').waitFor()
    expect(await button(page, 'Switch…').isDisabled()).toBe(true)
    await type(page.getByLabel('Secret key', { exact: true }), proxy.secretAccessKey)
    await page.keyboard.press('Enter')
    await step(page, 'Store a file').getByText('There is no bucket called our-files there.').waitFor()
    await press(button(page, 'Create the bucket'))
    await page.getByText('All 13 steps passed').waitFor()

    await page.getByText('What the key must be allowed').click()
    await page.getByText('"arn:aws:s3:::our-files/*"').waitFor()

    await press(button(page, 'Switch…'))
    const dialog = page.getByRole('dialog', { name: 'Switch to the bucket our-files?' })
    await dialog.getByText('30 files, 3 MB will move; people can keep chatting.').waitFor()
    await dialog.getByLabel('Speed').selectOption({ label: 'At most 500 kB/s' })
    await press(dialog.getByRole('button', { name: 'Move 30 files' }))

    const moving = page.getByRole('heading', { name: 'Files move to the bucket our-files' })
    await moving.waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false)
    await press(button(page, 'Pause'))
    await page.getByRole('heading', { name: 'The move to the bucket our-files is paused' }).waitFor()
    proxy.fault = () => 'reset before' // so that it cannot be done before anybody looks again
    await press(button(page, 'Resume'))
    await moving.waitFor()
    await page.close()
    await settings.server.kill()
    await settings.start()
    olga = settings.owner

    page = await settings.open()
    await page.getByRole('heading', { name: 'Files move to the bucket our-files' }).waitFor()
    expect(await page.getByRole('progressbar').count()).toBe(1)
    const waits = page.getByText('The move waits, and goes on by itself.')
    await waits.waitFor()
    proxy.fault = () => 'none'
    await waits.waitFor({ state: 'detached' })
    sent.push(await upload(olga, 'Sent meanwhile.pdf', randomBytes(50_000)))
    await page.getByText('30 files (3 MB) moved, read back and compared.').waitFor()
    await page.getByText('31 files, 3.1 MB · 0 files left here').waitFor()
    await press(button(page, 'Remove now'))
    await page.getByText('30 copies removed from this computer').waitFor()
    await press(button(page, 'Check all now'))
    await page.getByText(/^31 files at .*: all as they were sent/).waitFor()
    await expectAll(olga, sent)

    // A new key is tried like a new bucket, and the secret need not be typed again.
    await press(button(page, 'Change the key…'))
    expect(await page.getByLabel('Secret key', { exact: true }).getAttribute('placeholder')).toMatch(/^Stored/)
    await press(button(page, 'Test'))
    await page.getByText('All 13 steps passed').waitFor()
    await press(button(page, 'Use this key'))
    await page.getByText('The new key is in use').waitFor()

    // The bucket is away: people do not notice, the owner is told.
    proxy.fault = () => 'reset before'
    sent.push(await upload(olga, 'Sent while the bucket was away.pdf', randomBytes(50_000)))
    await page.getByText('The bucket our-files has not answered since').waitFor()
    await page.getByText('50 kB wait here for the bucket').waitFor()
    await page.getByRole('link', { name: 'Status' }).click()
    await page.getByText('The bucket our-files does not answer').waitFor()
    await page.getByRole('link', { name: 'Storage' }).click()
    proxy.fault = () => 'none'

    await press(button(page, 'Return to this computer…'))
    await press(page.getByRole('dialog').getByRole('button', { name: 'Move 31 files' }))
    await page.getByRole('heading', { name: 'Files are stored on this computer' }).waitFor()
    await page.getByText('31 files (3.1 MB) moved, read back and compared.').waitFor()
    await provider.stop()
    await expectAll(olga, sent)
  })
})
