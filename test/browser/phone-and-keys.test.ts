import { expect, test } from 'vitest'
import { phone } from '../support/browser.ts'
import { adaAndBen, say } from './two-people.ts'

test('on a phone, the conversations lie in a drawer and messages fit the screen', async () => {
  const { ada, ben, general } = await adaAndBen(phone)
  await say(ben, general, 'lunch', `Soup? ${'A very long word: '.repeat(3)}${'x'.repeat(300)}`)
  expect(await ada.sidebar.isVisible()).toBe(false)
  await ada.page.getByRole('button', { name: 'Conversations' }).tap()
  await ada.sidebar.getByRole('link', { name: 'general' }).tap()
  await expect.poll(() => ada.sidebar.isVisible()).toBe(false)
  await ada.page.locator('.recipient-topic').tap()
  await ada.messages('Soup?').waitFor()
  await ada.write('From the bus')
  await ada.messages('From the bus').waitFor()
  const wider = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wider).toBeLessThanOrEqual(0)
})

test('everything that matters can be done without a mouse', async () => {
  const { ada, ben, general } = await adaAndBen()
  await say(ben, general, 'lunch', 'Soup?')
  await say(ben, general, 'lunch', 'Or salad?')
  const { keyboard } = ada.page
  await ada.sidebar.getByText('2 unread').first().waitFor()

  await keyboard.press('n')
  await ada.page.getByRole('heading', { name: /lunch/ }).waitFor()
  await ada.messages('Or salad?').waitFor()
  await keyboard.press('k')
  await keyboard.press('k')
  await keyboard.press('=')
  await ada
    .messages('Soup?')
    .getByRole('button', { name: /You reacted/ })
    .waitFor()

  await keyboard.press('r')
  await keyboard.type('Both')
  await keyboard.press('Control+Enter')
  await ada.sent('Both').waitFor()
  await keyboard.press('Escape')

  await keyboard.press('End')
  await keyboard.press('e')
  await ada.page.getByLabel('Edit message').fill('Both, please')
  await keyboard.press('Enter')
  await ada.messages('Both, please').waitFor()
  await ada.page.getByLabel('Edit message').waitFor({ state: 'detached' })

  await keyboard.press('?')
  await ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await keyboard.press('Escape')
  await keyboard.press('c')
  await keyboard.type('Also: pie')
  await keyboard.press('Control+Enter')
  await ada.messages('Also: pie').waitFor()
})

test('keys pressed before a conversation is there wait for it', async () => {
  const { ada, ben, general, lunch } = await adaAndBen()
  const ahead = await say(ben, general, 'dinner', 'Leek?')
  await say(ben, general, 'lunch', 'Soup?')
  await ada.goTo(`#narrow/channel/${general}-general/topic/dinner/near/${ahead}`)
  await ada.messages('Leek?').waitFor()
  let pressed = false
  await ada.page.route('**/json/messages?*', async (route) => {
    await expect.poll(() => pressed).toBe(true)
    await route.continue()
  })

  await ada.goTo(lunch)
  await ada.page.getByRole('heading', { name: /lunch/ }).waitFor()
  await ada.page.keyboard.press('k')
  await ada.page.keyboard.press('=')
  pressed = true
  await ada
    .messages('Soup?')
    .getByRole('button', { name: /You reacted/ })
    .waitFor()
  expect((await ben.get(`/messages/${ahead}`)).message.reactions).toEqual([])
})

test('a draft waits in its conversation', async () => {
  const { ada, lunch, general } = await adaAndBen()
  await ada.goTo(lunch)
  await ada.writing.fill('Half a thought')
  await ada.goTo(`#narrow/channel/${general}-general/topic/dinner`)
  await expect.poll(() => ada.writing.inputValue()).toBe('')
  await ada.goTo(lunch)
  await expect.poll(() => ada.writing.inputValue()).toBe('Half a thought')
})
