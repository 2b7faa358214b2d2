import { randomBytes } from 'node:crypto'
import { BrowserSession } from '../browser-session.ts'
import type { Landline } from '../landline.ts'

const password = 'tulip-organ-mattress'

/** Ada, signed in at a browser, shows a photo to the channel that she shares with the owner. */
export async function adaShowsAPhoto(landline: Landline) {
  const ada = await landline.user('Ada', { password })
  const browser = new BrowserSession(landline.url)
  await browser.signIn(ada.email, password)
  await landline.channel('general', { subscribers: [ada, landline.owner] })
  const bytes = randomBytes(200_000)
  const { url } = await ada.upload('photo.bin', bytes)
  const sent = await ada.send('general', 'lunch', `Soup? [photo](${url})`)
  return { ada, browser, bytes, file: url as string, sent }
}
