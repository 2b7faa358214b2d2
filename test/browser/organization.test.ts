import { expect, test } from 'vitest'
import { openBrowser, type Screen } from '../support/browser.ts'
import { startLandline } from '../support/landline.ts'
import type { Person } from '../support/person.ts'
import { adaAndBen, password, say } from './two-people.ts'

async function openSettings({ page }: Screen, tab: string): Promise<void> {
  await page.locator('.own-menu-button').click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: tab }).click()
}

test('an administrator has ticket numbers linked, corrects the address, puts it first and stops it again', async () => {
  const landline = await startLandline()
  const cleo = await landline.user('Cleo', { role: 'admin', password })
  const screen = await openBrowser(landline.url)
  await screen.signIn(cleo.email, password)
  await openSettings(screen, 'Organization')
  const dialog = screen.page.getByRole('dialog', { name: 'Settings' })
  const add = async (pattern: string, template: string) => {
    await dialog.getByLabel('Pattern').fill(pattern)
    await dialog.getByLabel('Address template').fill(template)
    await dialog.getByRole('button', { name: 'Add link' }).click()
  }
  const formIsEmpty = async () => {
    await dialog.getByRole('button', { name: 'Add link' }).waitFor()
    await expect.poll(() => dialog.getByLabel('Pattern').inputValue()).toBe('')
  }
  const patterns = dialog.locator('.linkifier-words > :first-child')

  await add('T(?P<id>[0-9]+)', 'https://tickets.example.com/{number}')
  await dialog.getByText("Group 'number' in URL template is not present in linkifier pattern.").waitFor()
  await add('T(?P<id>[0-9]+)', 'https://old.example.com/{id}')
  await patterns.getByText('T(?P<id>[0-9]+)').waitFor()
  await formIsEmpty()
  await dialog.getByRole('button', { name: 'Change T(?P<id>[0-9]+)' }).click()
  await dialog.getByLabel('Address template').fill('https://tickets.example.com/{id}')
  await dialog.getByRole('button', { name: 'Save link' }).click()
  await dialog.getByText('https://tickets.example.com/{id}').waitFor()
  await formIsEmpty()
  expect(await rendered(cleo, 'see T23')).toContain('https://tickets.example.com/23')

  await add('[TU](?P<id>[0-9]+)', 'https://both.example.com/{id}')
  await expect.poll(() => patterns.allTextContents()).toEqual(['T(?P<id>[0-9]+)', '[TU](?P<id>[0-9]+)'])
  await dialog.getByRole('button', { name: 'Try [TU](?P<id>[0-9]+) earlier' }).click()
  await expect.poll(() => patterns.allTextContents()).toEqual(['[TU](?P<id>[0-9]+)', 'T(?P<id>[0-9]+)'])
  expect(await rendered(cleo, 'see T23')).toContain('https://both.example.com/23')

  await dialog.getByRole('button', { name: 'Remove [TU](?P<id>[0-9]+)' }).click()
  await expect.poll(() => patterns.allTextContents()).toEqual(['T(?P<id>[0-9]+)'])
})

const rendered = async (person: Person, content: string): Promise<string> =>
  (await person.post('/messages/render', { content })).rendered

test('a member reads the links, and finds nothing about the organization in the settings', async () => {
  const { landline, ada, ben, general, lunch } = await adaAndBen()
  await landline.owner.post('/realm/filters', { pattern: 'T(?P<id>\\d+)', url_template: 'https://tickets.example.com/{id}' })
  await say(ben, general, 'lunch', 'see T23')
  await ada.goTo(lunch)
  await ada.messages('see T23').getByRole('link', { name: 'T23' }).waitFor()
  await openSettings(ada, 'Account')
  expect(await ada.page.getByRole('tab').allTextContents()).not.toContain('Organization')
})

test('the owner has new channels announced, and Ada announces hers', async () => {
  const { landline, ada, ben, general } = await adaAndBen()
  const cleo = await landline.user('Cleo', { role: 'admin', password })
  const screen = await openBrowser(landline.url)
  await screen.signIn(cleo.email, password)
  await openSettings(screen, 'Organization')
  await screen.page.getByLabel('Announce new channels in').selectOption({ label: '#general' })
  await screen.page.getByText('Saved.').waitFor()

  await ada.page.getByRole('button', { name: 'Browse or create channels' }).click()
  await ada.page.getByRole('button', { name: 'New channel' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Create a channel' })
  await dialog.getByLabel('Name').fill('kitchen')
  await dialog.getByRole('switch', { name: 'Announce it in #general' }).waitFor()
  await dialog.getByRole('button', { name: 'Create channel' }).click()
  await ada.page.getByRole('heading', { name: 'kitchen' }).waitFor()
  await ada.goTo(`#narrow/channel/${general}-general/topic/new channels`)
  await ada.messages('created a new channel').getByRole('link', { name: '#kitchen' }).waitFor()
  expect((await ben.get(`/users/me/${general}/topics`)).topics).toMatchObject([{ name: 'new channels' }])
})
