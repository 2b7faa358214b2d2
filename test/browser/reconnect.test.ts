import type { WebSocketRoute } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { landline, personAt, prepareFolder, serveProcess } from '../support/server-process.ts'
import { adaAndBen, password, say } from './two-people.ts'

const topicAddress = '#narrow/channel/1-general/topic/lunch'

test('when the server is pulled from the wall and comes back, nothing is lost and nothing is said twice', async () => {
  const { folder, owner, password: ownersPassword, remove } = await prepareFolder()
  let server = await serveProcess(folder)
  onTestFinished(async () => {
    await server.kill()
    remove()
  })
  const olga = await openBrowser(server.url)
  await olga.signIn(owner.email, ownersPassword)
  const { subscriptions } = await personAt(server, owner).get('/users/me/subscriptions')
  await olga.goTo(topicAddress.replace('1-general', `${subscriptions[0].stream_id}-general`))
  await olga.write('Before')
  await olga.page.locator('[data-message-id]').filter({ hasText: 'Before' }).waitFor()

  const { port } = server
  await server.kill()
  await olga.write('While it was away')
  await olga.messages('While it was away').getByText('Waiting for the connection').waitFor()
  await olga.page.getByText('The server cannot be reached').waitFor()
  await olga.writing.fill('A draft')

  server = await serveProcess(folder, { port })
  const script = personAt(server, owner)
  await script.post('/messages', { type: 'channel', to: subscriptions[0].stream_id, topic: 'lunch', content: 'From a script' })
  await olga.page.locator('[data-message-id]').filter({ hasText: 'While it was away' }).waitFor()
  await olga.messages('From a script').waitFor()
  await expect.poll(() => olga.page.getByText('The server cannot be reached').count()).toBe(0)
  expect(await olga.writing.inputValue()).toBe('A draft')

  const { messages } = await script.get('/messages', {
    anchor: 'newest',
    num_before: 20,
    num_after: 0,
    narrow: [],
    apply_markdown: false,
  })
  expect(messages.filter(({ content }: { content: string }) => content === 'While it was away')).toHaveLength(1)
  expect(await olga.messages('While it was away').count()).toBe(1)

  await olga.page.reload()
  await expect.poll(() => olga.writing.inputValue()).toBe('A draft')
  expect(await landline('status', '--data', folder)).toBeDefined()
})

/** A third person. @param hears whether what the server says on their first line (0), or on a later one, reaches them now */
async function cleoOnALine(hears: (line: number) => boolean) {
  const { landline: server, ben, general } = await adaAndBen()
  const cleo = await server.user('Cleo', { password })
  const screen = await openBrowser(server.url)
  const lines: WebSocketRoute[] = []
  await screen.page.routeWebSocket(/events\/socket/, (line) => {
    const which = lines.push(line) - 1
    line.connectToServer().onMessage((said) => {
      if (hears(which)) line.send(said)
    })
  })
  await screen.signIn(cleo.email, password)
  return { ben, general, screen, lines }
}

test('who looks at an empty topic sees what was said there before they were listened for again', async () => {
  let deaf = false
  const { ben, general, screen, lines } = await cleoOnALine((line) => line > 0 || !deaf)
  await screen.goTo(`#narrow/channel/${general}-general/topic/empty`)
  await screen.page.getByText('A fresh topic').waitFor()
  await expect.poll(() => lines.length).toBe(1)
  deaf = true
  await say(ben, general, 'empty', 'It is not any more')
  await lines[0]!.close({ code: 4001, reason: 'the queue is lost' })
  await screen.messages('It is not any more').waitFor()
})

test('a message whose answer got lost on the way is not said twice', async () => {
  let deaf = false
  const { ben, general, screen, lines } = await cleoOnALine(() => !deaf)
  await screen.goTo(`#narrow/channel/${general}-general/topic/lunch`)
  await screen.writing.waitFor()
  deaf = true
  let asked = 0
  await screen.page.route('**/json/messages', async (route) => {
    asked++
    await route.fetch() // the server has it, and nobody hears that it does
    await route.abort()
  })
  await screen.write('Once')
  await screen.messages('Once').getByText('Trying again').waitFor()
  await lines[0]!.close()
  await screen.messages('Once').waitFor({ state: 'detached' })

  expect(asked).toBe(1)
  const { messages } = await ben.get('/messages', {
    anchor: 'newest',
    num_before: 20,
    num_after: 0,
    narrow: [],
    apply_markdown: false,
  })
  expect(messages.filter(({ content }: { content: string }) => content === 'Once')).toHaveLength(1)
})

test('where no WebSocket gets through, messages come by long poll', async () => {
  const { landline: server, ben, general } = await adaAndBen()
  const cleo = await server.user('Cleo', { password })
  const screen = await openBrowser(server.url)
  await screen.page.routeWebSocket(/events\/socket/, (socket) => socket.close())
  const polling = screen.page.waitForRequest((request) => request.url().includes('/json/events?'))
  await screen.signIn(cleo.email, password)
  await screen.goTo(`#narrow/channel/${general}-general/topic/lunch`)
  await polling
  await say(ben, general, 'lunch', 'Over the old wire')
  await screen.messages('Over the old wire').waitFor()
})

test('who is signed out elsewhere comes to the sign-in page', async () => {
  const { ada, lunch } = await adaAndBen()
  await ada.goTo(lunch)
  await ada.page.locator('.own-menu-button').click()
  await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await ada.page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(new URL(ada.page.url()).pathname).toMatch(/\/login\/$/)
})
