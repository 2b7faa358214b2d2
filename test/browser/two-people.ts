import type { BrowserContextOptions } from 'playwright-core'
import { openBrowser, type Screen } from '../support/browser.ts'
import { type Landline, startLandline } from '../support/landline.ts'
import type { Person } from '../support/person.ts'

export const password = 'tulip organ mattress'

export interface TwoPeople {
  landline: Landline
  /** At a browser. */
  ada: Screen
  /** At a script of their own. */
  ben: Person
  general: number
  /** The address of the topic `lunch` in general. */
  lunch: string
}

/** Ada at her browser and Ben at his script, both in `general`. */
export async function adaAndBen(options?: BrowserContextOptions): Promise<TwoPeople> {
  const landline = await startLandline()
  const adaAccount = await landline.user('Ada', { password })
  const ben = await landline.user('Ben')
  const { subscriptions } = await ben.get('/users/me/subscriptions')
  const general = subscriptions.find(({ name }: { name: string }) => name === 'general').stream_id
  const ada = await openBrowser(landline.url, options)
  await ada.signIn(adaAccount.email, password)
  return { landline, ada, ben, general, lunch: `#narrow/channel/${general}-general/topic/lunch` }
}

/** Ben writes to a topic of general. */
export async function say(ben: Person, general: number, topic: string, content: string): Promise<number> {
  const { id } = await ben.post('/messages', { type: 'channel', to: general, topic, content })
  return id
}
