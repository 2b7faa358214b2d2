import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { adaAndBen } from './two-people.ts'

/** Who a file that was downloaded signs in as; undefined where its key is worth nothing. */
async function whoIs(zuliprc: string): Promise<string | undefined> {
  const [, email, key, site] = readFileSync(zuliprc, 'utf8').match(/email=(.*)\nkey=(.*)\nsite=(.*)\n/)!
  const answer = await fetch(`${site}/api/v1/users/me`, { headers: { authorization: `Basic ${btoa(`${email}:${key}`)}` } })
  return answer.ok ? ((await answer.json()) as { full_name: string }).full_name : undefined
}

test('Ada makes a bot, takes its zuliprc along, gives it a new key and stops it', async () => {
  const { ada } = await adaAndBen()
  const { page } = ada
  const openBots = async () => {
    await page.locator('.own-menu-button').click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Your bots' }).click()
  }
  const download = async () => {
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download zuliprc' }).click()
    return (await downloading).path()
  }
  await openBots()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Bot’s name').fill('Builds')
  await dialog.getByLabel('Bot’s address').fill('bad name')
  await dialog.getByRole('button', { name: 'Make bot' }).click()
  await dialog.getByText('Bad name or username').waitFor()
  await dialog.getByLabel('Bot’s address').fill('builds')
  await dialog.getByRole('button', { name: 'Make bot' }).click()
  await dialog.getByText('builds-bot@landline.internal', { exact: true }).waitFor()
  const first = await download()
  expect(await whoIs(first)).toBe('Builds')

  const key = dialog.getByLabel('API key')
  const before = await key.inputValue()
  await dialog.getByRole('button', { name: 'Make a new key for Builds' }).click()
  await expect.poll(() => key.inputValue()).not.toBe(before)
  const second = await download()
  expect([await whoIs(first), await whoIs(second)]).toEqual([undefined, 'Builds'])

  await dialog.getByRole('button', { name: 'Stop Builds' }).click()
  await page.getByRole('button', { name: 'Stop bot' }).click()
  await expect.poll(() => whoIs(second)).toBeUndefined()
  await openBots()
  await dialog.getByText('Make a bot').waitFor()
  await dialog.getByText('builds-bot@landline.internal').waitFor({ state: 'detached' })
})

test('Ada makes a bot that only sends, and a program writes to the address that she copies', async () => {
  const { ada, ben, general } = await adaAndBen()
  const { page } = ada
  await page.locator('.own-menu-button').click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Your bots' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Bot’s name').fill('Alarms')
  await dialog.getByLabel('Bot’s address').fill('alarms')
  await dialog.getByLabel('What it may do').selectOption({ label: 'Send messages, and nothing else' })
  await dialog.getByRole('button', { name: 'Make bot' }).click()
  const address = await dialog.getByLabel('Address for programs that have webhooks for Slack').inputValue()
  const body = JSON.stringify({ text: 'The disk is *full*' })
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBe(200)
  await ada.goTo(`#narrow/channel/${general}-general/topic/alerts`)
  await ada.messages('The disk is full').waitFor()
  expect((await ben.get(`/users/me/${general}/topics`)).topics).toMatchObject([{ name: 'alerts' }])
})
