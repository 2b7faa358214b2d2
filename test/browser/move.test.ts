import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { landline, prepareFolder, serveProcess } from '../support/server-process.ts'

test('whoever has the chat open when it moves is told, and finds the new address there', async () => {
  const { folder, owner, password, remove } = await prepareFolder()
  const stick = mkdtempSync(path.join(tmpdir(), 'landline-stick-'))
  const server = await serveProcess(folder)
  onTestFinished(async () => {
    await server.kill()
    remove()
    rmSync(stick, { recursive: true, force: true })
  })
  const olga = await openBrowser(server.url)
  await olga.signIn(owner.email, password)

  await landline('move', 'begin', '--to', stick, '--data', folder)
  await olga.page.getByRole('heading', { name: 'This chat has moved to another computer.' }).waitFor()
  await landline('move', 'finish', '--url', 'http://127.0.0.1:45999', '--data', folder)
  await olga.page.reload()
  expect(await olga.page.getByRole('link').getAttribute('href')).toBe('http://127.0.0.1:45999')
  expect(await olga.page.title()).toBe('This chat has moved to http://127.0.0.1:45999.')

  const { page } = await openBrowser(server.url)
  await page.goto(`${server.url}/settings/`)
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Open settings' }).click()
  await page.getByText('Nobody is served here').first().waitFor()
  await landline('move', 'undo', '--data', folder)
  await olga.page.goto(server.url)
  await olga.page.getByRole('navigation').first().waitFor()
})
