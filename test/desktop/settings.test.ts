import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desktop, startDesktop } from '../support/desktop.ts'
import { type PreparedFolder, prepareFolder, type ServerProcess, serveProcess } from '../support/server-process.ts'

/** Goes to a page of the settings by its name in the menu. */
const goTo = (settings: Page, name: string): Promise<void> => settings.getByRole('link', { name, exact: true }).click()

/** Everything an owner does on the page; the same whichever way it reaches the server. */
async function tryEverything(settings: Page, newName: string): Promise<void> {
  await settings.getByText('Landline is running').waitFor()

  await goTo(settings, 'General')
  await settings.getByLabel('Name', { exact: true }).fill(newName)
  await settings.getByRole('button', { name: 'Rename' }).click()
  await settings.getByRole('banner').getByText(newName).waitFor()

  await goTo(settings, 'People')
  await settings.getByRole('button', { name: 'Invite…' }).click()
  await settings.getByLabel('They join as').selectOption({ label: 'Moderator' })
  await settings.getByRole('button', { name: 'Make a link' }).click()
  await settings.getByRole('img', { name: 'QR code of the invitation link' }).waitFor()
  expect(await settings.getByRole('textbox', { name: 'Invitation link' }).inputValue()).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/join\/[\w-]+\/$/,
  )
  await settings.getByRole('button', { name: 'Done' }).click()
  await settings.getByText('Link for a new moderator').waitFor()

  await settings.getByRole('button', { name: 'More for Olga Owner' }).click()
  await settings.getByRole('menuitem', { name: 'New API key…' }).click()
  await settings.getByLabel('What it is for').fill('Kiln alarm')
  await settings.getByRole('button', { name: 'Make a key' }).click()
  expect(await settings.getByRole('textbox', { name: 'API key' }).inputValue()).toMatch(/^[A-Za-z0-9]{32}$/)
  await settings.getByRole('button', { name: 'Done' }).click()

  // The last owner cannot lock everybody out; the page says so and shows what is still true.
  await settings.getByLabel('Role of Olga Owner').selectOption({ label: 'Guest' })
  await settings.locator('.toast-problem').waitFor()
  await expect.poll(() => settings.getByLabel('Role of Olga Owner').inputValue()).toBe('owner')

  await settings.getByRole('button', { name: 'Revoke' }).click()
  await settings.getByText('Link for a new moderator').waitFor({ state: 'detached' })
  await goTo(settings, 'Status')
}

describe('the settings', () => {
  let prepared: PreparedFolder
  beforeAll(async () => {
    prepared = await prepareFolder()
  })
  afterAll(() => prepared.remove())

  test('do all they offer in the desktop window', async () => {
    const desktop: Desktop = await startDesktop({ data: prepared.folder })
    try {
      await desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('open-settings')!.click())
      const settings = await desktop.page('settings')
      await tryEverything(settings, 'Harbour Ceramics')
      await settings.getByRole('button', { name: 'Open folder' }).waitFor()
    } finally {
      await desktop.quit()
    }
  })

  describe('in a browser, where no desktop is', () => {
    let server: ServerProcess
    let browser: Browser
    let settings: Page
    const complaints: string[] = []
    beforeAll(async () => {
      server = await serveProcess(prepared.folder)
      browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      })
      settings = await browser.newPage()
      settings.on('pageerror', (error) => complaints.push(error.message))
      await settings.goto(`${server.url}/settings/`)
    })
    afterAll(async () => {
      await browser.close()
      await server.stop()
    })

    const signIn = async (email: string, password: string): Promise<void> => {
      await settings.getByLabel('E-mail address').fill(email)
      await settings.getByLabel('Password').fill(password)
      await settings.getByRole('button', { name: 'Open settings' }).click()
    }

    test('ask who is there, and tell a stranger nothing', async () => {
      await signIn(prepared.owner.email, 'not the password')
      await settings.getByRole('alert').waitFor()
      expect(await settings.getByRole('link', { name: 'People' }).count()).toBe(0)
    })

    test('do the same for an owner', async () => {
      await signIn(prepared.owner.email, prepared.password)
      await tryEverything(settings, 'Quay Ceramics')
      expect(await settings.getByText('Keep this computer awake').count()).toBe(0)
    })

    test('can restart the server, and ask again afterwards', async () => {
      await settings.getByRole('button', { name: 'Restart' }).click()
      await settings.getByText('Sign in once more').waitFor()
      // The server that stops may still take the password, and be gone before the line is open.
      const look = async (): Promise<boolean> => {
        if (await settings.getByLabel('Password').isVisible()) await signIn(prepared.owner.email, prepared.password)
        return settings.getByText('Landline is running').isVisible()
      }
      await expect.poll(look, { interval: 1500 }).toBe(true)
      expect(complaints).toEqual([])
    })
  })
})
