import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { adaAndBen, password } from './two-people.ts'

test('Ada makes a private channel with Ben in it, pins it, and leaves it again', async () => {
  const { ada, ben } = await adaAndBen()
  const { page } = ada
  await page.getByRole('button', { name: 'Browse or create channels' }).click()
  await page.getByRole('button', { name: 'New channel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a channel' })
  await dialog.getByLabel('Name').fill('kitchen')
  await dialog.getByLabel('What it is for').fill('Who cooks what')
  await dialog.getByLabel('Who may see it').selectOption('private')
  await dialog.getByRole('combobox', { name: 'Add people' }).fill('be')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Create channel' }).click()
  await page.getByRole('heading', { name: 'kitchen' }).waitFor()
  const { subscriptions } = await ben.get('/users/me/subscriptions')
  expect(subscriptions.find(({ name }: { name: string }) => name === 'kitchen')).toMatchObject({
    invite_only: true,
    description: 'Who cooks what',
  })

  const row = ada.sidebar.getByRole('listitem').filter({ hasText: 'kitchen' })
  await row.hover()
  await row.getByRole('button', { name: 'More about kitchen' }).click()
  await page.getByRole('menuitem', { name: 'Pin to the top' }).click()
  await row.getByLabel('Pinned').waitFor()

  await row.hover()
  await row.getByRole('button', { name: 'More about kitchen' }).click()
  await page.getByRole('menuitem', { name: 'Leave channel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave channel' }).click()
  await row.waitFor({ state: 'detached' })
})

test('Ada changes her name, picture and status, and Cleo sees it at once', async () => {
  const { landline, ada } = await adaAndBen()
  const cleo = await openBrowser(landline.url)
  const account = await landline.user('Cleo', { password })
  await cleo.signIn(account.email, password)
  const { page } = ada
  await page.locator('.own-menu-button').click()
  await page.getByRole('menuitem', { name: 'Your profile' }).click()
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your name is saved.').waitFor()
  const picture = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#a84a66' } })
    .png()
    .toBuffer()
  await page.locator('input[accept="image/*"]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture })
  await page.getByText('Your picture is saved.').waitFor()
  await page.keyboard.press('Escape')

  await page.locator('.own-menu-button').click()
  await page.getByRole('menuitem', { name: 'Set a status' }).click()
  await page.getByRole('button', { name: /Out to lunch/ }).click()
  await page.getByRole('button', { name: 'Choose an emoji' }).click()
  await page.getByRole('textbox', { name: 'Search emoji' }).fill('pizza')
  await page.getByRole('button', { name: 'pizza', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()

  const people = cleo.page.getByRole('complementary', { name: 'People' })
  await people.getByRole('button', { name: /Ada Lovelace/ }).click()
  await cleo.page.getByText('Out to lunch').waitFor()
  await cleo.page.getByRole('dialog', { name: 'Person' }).getByRole('img', { name: 'pizza' }).waitFor()
  const shown = cleo.page.locator('.card img.avatar')
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50)
})

test('with her password again, Ada gets a key that her other programs can use', async () => {
  const { landline, ada } = await adaAndBen()
  const { page } = ada
  await page.locator('.own-menu-button').click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Account' }).click()
  await page.getByLabel('Your password').fill('not her password')
  await page.getByRole('button', { name: 'Show my API key' }).click()
  await page.getByRole('dialog').getByRole('alert').waitFor()
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Show my API key' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download zuliprc' }).click()
  const [, email, key, site] = readFileSync(await (await download).path(), 'utf8').match(/email=(.*)\nkey=(.*)\nsite=(.*)\n/)!
  expect(site).toBe(landline.url)
  const answer = await fetch(`${site}/api/v1/users/me`, { headers: { authorization: `Basic ${btoa(`${email}:${key}`)}` } })
  expect(await answer.json()).toMatchObject({ full_name: 'Ada' })
})

test('the theme is a matter of choice', async () => {
  const { ada } = await adaAndBen({ colorScheme: 'light' })
  const background = () => ada.page.evaluate(() => getComputedStyle(document.querySelector('.chat')!).backgroundColor)
  const light = await background()
  await ada.page.locator('.own-menu-button').click()
  await ada.page.getByRole('menuitem', { name: 'Settings' }).click()
  await ada.page.getByLabel('Theme').selectOption('dark')
  await expect.poll(background).not.toBe(light)
  await ada.page.reload()
  await ada.page.locator('.chat').waitFor()
  await expect.poll(background).not.toBe(light)
})
