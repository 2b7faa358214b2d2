import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { landline, serveProcess } from '../support/server-process.ts'

const password = 'tulip organ mattress'

test('Ada sets up the organization, Ben joins by her link, and they talk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'landline-first-day-'))
  const server = await serveProcess(folder)
  onTestFinished(async () => {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const { setupLink } = await landline('status', '--data', folder)

  const ada = await openBrowser(server.url)
  await ada.page.goto(setupLink)
  await ada.page.getByLabel('Organization').fill('Acme')
  await ada.page.getByRole('button', { name: 'Continue' }).click()
  await ada.page.getByLabel('Your name').fill('Ada Lovelace')
  await ada.page.getByLabel('E-mail').fill('ada@example.com')
  await ada.page.getByLabel('Choose a password').fill(password)
  await ada.page.getByRole('button', { name: 'Create Acme' }).click()

  await ada.page.getByRole('dialog', { name: 'Invite people' }).getByRole('button', { name: 'Make a link' }).click()
  const link = await ada.page.getByLabel('Invitation link').inputValue()
  await ada.page.keyboard.press('Escape')
  await expect.poll(() => ada.page.title()).toContain('Acme')

  const ben = await openBrowser(server.url)
  await ben.page.goto(link)
  await ben.page.getByText('Ada Lovelace invited you').waitFor()
  await ben.page.getByLabel('Your name').fill('Ben Ito')
  await ben.page.getByLabel('E-mail').fill('ben@example.com')
  await ben.page.getByLabel('Choose a password').fill(password)
  await ben.page.getByRole('button', { name: 'Join' }).click()

  await ben.sidebar.getByRole('link', { name: 'general' }).click()
  await ben.page.keyboard.press('c')
  await ben.page.getByRole('combobox', { name: 'Topic' }).fill('lunch')
  await ben.page.keyboard.press('Enter')
  await ben.write('Soup or salad?')

  await ada.sidebar.getByRole('link', { name: 'general' }).click()
  await ada.messages('Soup or salad?').waitFor()
  await ada.goTo(
    await ada.page
      .locator('.recipient-topic')
      .last()
      .getAttribute('href')
      .then((href) => href ?? ''),
  )
  await ada.write('Soup, please')
  await ben.messages('Soup, please').waitFor()

  await ben.messages('Soup, please').getByRole('button', { name: 'Ada Lovelace', exact: true }).click()
  await ben.page.getByRole('button', { name: 'Message', exact: true }).click()
  await ben.write('Just between us')
  await ada.sidebar.getByRole('link', { name: /Ben Ito/ }).click()
  await ada.messages('Just between us').waitFor()
})

test('somebody who opens the address too early is told what is missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'landline-early-'))
  const server = await serveProcess(folder)
  onTestFinished(async () => {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const early = await openBrowser(server.url)
  await early.page.goto(server.url)
  await early.page.getByText('no organization yet').waitFor()

  await early.page.goto(`${server.url}/setup/?token=wrong`)
  await early.page.getByLabel('Organization').fill('Mallory')
  await early.page.getByRole('button', { name: 'Continue' }).click()
  await early.page.getByLabel('Your name').fill('Mallory')
  await early.page.getByLabel('E-mail').fill('m@example.com')
  await early.page.getByLabel('Choose a password').fill(password)
  await early.page.getByRole('button', { name: 'Create Mallory' }).click()
  await early.page.getByText('Open the newest one').waitFor()
})
