import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { startLandline } from '../support/landline.ts'
import type { Answer } from '../support/person.ts'
import { startOrganization } from './organization.ts'

/** What Zulip's own desktop app needs to take an address for an organization, and to show it in a tab. */

test('the desktop app takes a Landline server for an organization, finds its icon and sees that it is there', async () => {
  const { landline } = await startOrganization()
  const address = `${landline.url}/api/v1/server_settings`
  const settings = (await (await fetch(address)).json()) as Answer
  expect(settings).toMatchObject({
    realm_name: 'Example',
    realm_uri: landline.url,
    zulip_feature_level: 421,
    zulip_version: '11.0',
  })
  expect((await fetch(address, { method: 'HEAD' })).status).toBe(200)
  const icon = await fetch(new URL(settings.realm_icon, settings.realm_uri)) // without signing in
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/png'])
})

test('the desktop app’s tab ends in /login/ while nobody is signed in, then tells how much is unread', async () => {
  const landline = await startLandline()
  const ada = await landline.user('Ada', { password: 'tulip-organ-mattress' })
  const screen = await openBrowser(landline.url)
  await screen.page.addInitScript(() => {
    const told: unknown[] = []
    Object.assign(window, { told, electron_bridge: { send_event: (...event: unknown[]) => void told.push(event) } })
  })
  await screen.page.goto(landline.url)
  await expect.poll(() => screen.page.url()).toBe(`${landline.url}/login/`)
  await screen.signIn(ada.email, 'tulip-organ-mattress')
  expect(screen.page.url()).not.toMatch(/\/login\/$/)

  await landline.owner.send('general', 'hello', 'Hello')
  await expect.poll(() => screen.page.title()).toMatch(/^\(1\) /)
  const told = await screen.page.evaluate(() => (window as never as { told: unknown[] }).told)
  expect(told).toEqual(
    expect.arrayContaining([
      ['realm_name', 'Example'],
      ['realm_icon_url', expect.stringMatching(/^http/)],
      ['total_unread_count', 1],
    ]),
  )
})
