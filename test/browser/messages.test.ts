import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { adaAndBen, say } from './two-people.ts'

test('Ada reacts, stars, edits and deletes, and Ben’s side knows', async () => {
  const { ada, ben, general, lunch } = await adaAndBen()
  const soup = await say(ben, general, 'lunch', 'Soup?')
  await ada.goTo(lunch)
  const message = ada.messages('Soup?')
  await message.hover()
  await message.getByRole('button', { name: 'React with :+1:' }).click()
  await message.getByRole('button', { name: /You reacted with :\+1:/ }).waitFor()
  await expect.poll(async () => (await ben.get(`/messages/${soup}`)).message.reactions).toHaveLength(1)

  await message.getByRole('button', { name: 'Star' }).click()
  await ada.goTo('#narrow/is/starred')
  await ada.messages('Soup?').waitFor()

  await ada.goTo(lunch)
  await ada.write('Sald')
  await ada.sent('Sald').waitFor()
  await ada.messages('Sald').hover()
  await ada.messages('Sald').getByRole('button', { name: 'Edit' }).click()
  await ada.page.getByLabel('Edit message').fill('Salad')
  await ada.page.keyboard.press('Enter')
  await ada.messages('Salad').getByText('edited').waitFor()
  const { messages } = await ben.get('/messages', { anchor: 'newest', num_before: 1, num_after: 0, narrow: [] })
  expect(messages[0].content).toBe('<p>Salad</p>')

  await ada.choose(ada.messages('Salad'), 'View history')
  await ada.page.getByRole('dialog').getByText('Sald').waitFor()
  await ada.page.keyboard.press('Escape')

  await ada.choose(ada.messages('Salad'), 'Delete')
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await ada.messages('Salad').waitFor({ state: 'detached' })
})

test('what Ada writes looks right before anybody has answered', async () => {
  const { ada, lunch } = await adaAndBen()
  await ada.goTo(lunch)
  await ada.writing.fill('**Soup**, says @**Ben**:\n```python\ndef boil(): return 1\n```')
  let answered = false
  await ada.page.route(/\/json\/messages(\/render)?$/, async (route) => {
    await expect.poll(() => answered).toBe(true)
    await route.continue()
  })
  await ada.page.getByRole('button', { name: 'Preview', exact: true }).click()
  const preview = ada.page.getByRole('region', { name: 'Preview' })
  await preview.locator('strong', { hasText: 'Soup' }).waitFor()
  await preview.getByRole('button', { name: '@Ben' }).waitFor()

  await ada.page.getByRole('button', { name: 'Send', exact: true }).click()
  const waiting = ada.page.getByRole('article', { name: 'Your message, not sent yet' })
  await waiting.locator('strong', { hasText: 'Soup' }).waitFor()
  await waiting.locator('.hl-k', { hasText: 'def' }).waitFor()
  answered = true
  await ada.sent('Soup').locator('strong').waitFor()
})

test('a photo dropped into the box is uploaded, shown, and opens large', async () => {
  const { ada, lunch } = await adaAndBen()
  const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#2f7d74' } })
    .png()
    .toBuffer()
  await ada.goTo(lunch)
  const data = await ada.page.evaluateHandle((base64) => {
    const transfer = new DataTransfer()
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    transfer.items.add(new File([bytes], 'soup of the day.png', { type: 'image/png' }))
    return transfer
  }, photo.toString('base64'))
  await ada.page.locator('.compose').dispatchEvent('drop', { dataTransfer: data })
  await expect.poll(() => ada.writing.inputValue()).toMatch(/\[soup.of.the.day\.png\]\(\/user_uploads\//)
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click()

  const picture = ada.messages().last().locator('.gallery img')
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100)
  await picture.click()
  const large = ada.page.getByRole('dialog').getByRole('img')
  await expect.poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(900)
  await ada.page.keyboard.press('Escape')
})

test('Ada sees at a glance what is unread, and it is read once she has seen it', async () => {
  const { ada, ben, general, lunch } = await adaAndBen()
  await ada.page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await say(ben, general, 'lunch', 'One')
  await say(ben, general, 'lunch', 'Two @**Ada**')
  await expect.poll(() => ada.page.title()).toMatch(/^\(2\) /)
  await ada.page.getByRole('region', { name: 'general' }).getByRole('link', { name: /lunch/ }).click()
  await ada.messages('Two').waitFor()
  await expect.poll(() => ada.page.title()).not.toMatch(/^\(/)
  await expect.poll(() => unreadOnServer(ada.page)).toBe(0)

  await ada.choose(ada.messages('Two'), 'Mark unread from here')
  await expect.poll(() => ada.page.title()).toMatch(/^\(1\) /)
  await ada.goTo('#inbox')
  await ada.page.getByRole('region', { name: 'general' }).waitFor()
  await ada.goTo(lunch)
  await expect.poll(() => ada.page.title()).not.toMatch(/^\(/)
})

test('what Ada marks as unread while it is just being read stays unread', async () => {
  const { ada, ben, general, lunch } = await adaAndBen()
  let marked = false
  await ada.page.route('**/json/messages/flags', async (route) => {
    await expect.poll(() => marked).toBe(true)
    await route.continue()
  })
  await say(ben, general, 'lunch', 'Soup?')
  await ada.goTo(lunch)
  await expect.poll(() => ada.page.title()).not.toMatch(/^\(/)
  await ada.choose(ada.messages('Soup?'), 'Mark unread from here')
  marked = true
  await ada.page.getByText('Marked as unread from here.').waitFor()
  await expect.poll(() => ada.page.title()).toMatch(/^\(1\) /)
  await expect.poll(() => unreadOnServer(ada.page)).toBe(1)
})

test('a single direct message is read once it is on the screen', async () => {
  const { ada, ben } = await adaAndBen()
  const me = (await ben.get('/users')).members.find(({ full_name }: { full_name: string }) => full_name === 'Ada').user_id
  await ben.post('/messages', { type: 'direct', to: [me], content: 'Just between us' })
  await expect.poll(() => ada.page.title()).toMatch(/^\(1\) /)
  await ada.sidebar.getByRole('link', { name: /Ben/ }).click()
  await ada.messages('Just between us').waitFor()
  await expect.poll(() => ada.page.title()).not.toMatch(/^\(/)
})

test('people, channels, topics and emoji are completed while typing', async () => {
  const { ada, ben, general, lunch } = await adaAndBen()
  await say(ben, general, 'spring menu', 'Leek')
  await ada.goTo(lunch)
  await ada.writing.click()
  await ada.page.keyboard.type('Hi @be')
  await ada.page.getByRole('option', { name: /Ben/ }).waitFor()
  await ada.page.keyboard.press('Enter')
  await ada.page.keyboard.type('see #gen')
  await ada.page.getByRole('option', { name: /general/ }).waitFor()
  await ada.page.keyboard.press('Tab')
  await ada.page.keyboard.press('Backspace')
  await ada.page.keyboard.press('Backspace')
  await ada.page.keyboard.press('Backspace')
  await ada.page.keyboard.type('>spr')
  await ada.page.getByRole('option', { name: 'spring menu' }).click()
  await ada.page.keyboard.type(':tada')
  await ada.page.getByRole('option', { name: /:tada:/ }).waitFor()
  await ada.page.keyboard.press('Enter')
  await expect.poll(() => ada.writing.inputValue()).toBe('Hi @**Ben** see #**general>spring menu** :tada: ')
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click()
  const sent = ada.messages('see').last()
  await sent.getByRole('button', { name: '@Ben' }).waitFor()
  await sent.getByRole('link', { name: /spring menu/ }).click()
  await ada.messages('Leek').waitFor()
})

test('a search finds words, and shows where they were written', async () => {
  const { ada, ben, general } = await adaAndBen()
  await say(ben, general, 'lunch', 'The leek soup was splendid')
  await say(ben, general, 'dinner', 'Salad again')
  await ada.page.keyboard.press('/')
  await ada.page.keyboard.type('splendid channel:general')
  await ada.page.keyboard.press('Enter')
  await ada.messages('leek soup').waitFor()
  expect(await ada.messages().count()).toBe(1)
  await ada.page.locator('.recipient-topic').click()
  await ada.page.getByRole('heading', { name: /lunch/ }).waitFor()
})

/** What a fresh client of the same person would count. */
function unreadOnServer(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? ''
    const answer = await fetch('/json/register', { method: 'POST', headers: { 'X-CSRFToken': csrf } })
    return (await answer.json()).unread_msgs.count
  })
}
