import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { adaAndBen, password, say } from './two-people.ts'

test('Ada and Cleo vote in a poll, each seeing the other’s voice', async () => {
  const { ada, cleo } = await adaAndCleo()
  await ada.write('/poll What is for lunch?\nSoup\nSalad')
  const adas = ada.page.getByRole('region', { name: 'Poll: What is for lunch?' })
  const cleos = cleo.page.getByRole('region', { name: 'Poll: What is for lunch?' })
  await cleos.getByRole('button', { name: 'Salad' }).click()
  await adas.getByText('Cleo', { exact: true }).waitFor()
  await adas.getByRole('button', { name: 'Salad' }).click()
  await cleos.getByRole('button', { name: 'Salad 2' }).waitFor()

  await adas.getByLabel('Add an answer').fill('Pie')
  await adas.getByRole('button', { name: 'Add', exact: true }).click()
  await cleos.getByRole('button', { name: 'Pie 0' }).click()
  await adas.getByRole('button', { name: 'Pie 1' }).waitFor()
  await cleos.getByRole('button', { name: 'Salad 2', pressed: true }).click()
  await adas.getByRole('button', { name: 'Salad 1', pressed: true }).waitFor()
})

test('Cleo sees that Ada is typing, and Ada sees that Cleo has read it', async () => {
  const { ada, cleo } = await adaAndCleo()
  await ada.writing.pressSequentially('Soup')
  await cleo.page.getByText('Ada is typing…').waitFor()
  await ada.page.keyboard.press('Control+Enter')
  await cleo.messages('Soup').waitFor()
  await cleo.page.getByText('Ada is typing…').waitFor({ state: 'detached' })

  await expect.poll(() => cleo.page.title()).not.toMatch(/^\(/)
  await ada.sent('Soup').waitFor()
  const dialog = ada.page.getByRole('dialog', { name: 'Read by 1' })
  await expect
    .poll(async () => {
      await ada.choose(ada.sent('Soup'), 'Who has read this')
      await ada.page.getByRole('dialog', { name: /^(Read by 1|Nobody)/ }).waitFor()
      if (await dialog.isVisible()) return true
      await ada.page.keyboard.press('Escape')
      return false
    })
    .toBe(true)
  await dialog.getByText('Cleo').waitFor()
})

test('Ada moves what strayed to a topic of its own, and whoever reads it goes along', async () => {
  const { ada, cleo, ben, general } = await adaAndCleo()
  await say(ben, general, 'lunch', 'Soup?')
  await ada.write('Who has the keys?')
  await ada.sent('Who has the keys?').waitFor()
  await cleo.messages('Who has the keys?').waitFor()
  await ada.choose(ada.sent('Who has the keys?'), 'Move')
  const dialog = ada.page.getByRole('dialog', { name: 'Move messages' })
  await dialog.getByLabel('Topic', { exact: true }).fill('keys')
  await dialog.getByRole('button', { name: 'Move' }).click()

  await ada.page.getByRole('heading', { name: /keys/ }).waitFor()
  await ada.sent('Who has the keys?').waitFor()
  await expect.poll(() => ada.messages('Soup?').count()).toBe(0)
  await cleo.messages('Who has the keys?').waitFor({ state: 'detached' })
  await cleo.messages('Soup?').waitFor()
  await cleo.goTo(`#narrow/channel/${general}-general/topic/keys`)
  await cleo.messages('Who has the keys?').waitFor()
})

/** Both at their browsers, in the topic `lunch`. */
async function adaAndCleo() {
  const two = await adaAndBen()
  const account = await two.landline.user('Cleo', { password })
  const cleo = await openBrowser(two.landline.url)
  await cleo.signIn(account.email, password)
  for (const screen of [two.ada, cleo]) {
    await screen.goTo(two.lunch)
    await screen.writing.waitFor()
  }
  return { ...two, cleo }
}
