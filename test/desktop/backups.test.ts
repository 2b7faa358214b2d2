import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ElectronModule, startDesktop } from '../support/desktop.ts'
import { prepareFolder } from '../support/server-process.ts'

test('in the desktop window a second place is two clicks, and a restore comes back by itself', async () => {
  const prepared = await prepareFolder()
  const desktop = await startDesktop({ data: prepared.folder })
  const home = mkdtempSync(path.join(tmpdir(), 'landline-stick-'))
  const stick = path.join(home, 'Stick')
  mkdirSync(stick)
  onTestFinished(async () => {
    await desktop.quit()
    prepared.remove()
    rmSync(home, { recursive: true, force: true })
  })
  /** What the owner picks when the system asks for a folder or a file. */
  const choosing = (chosen: string): Promise<void> =>
    desktop.evaluate(({ dialog }: ElectronModule, at) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [at] })) as never
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath: at })) as never
    }, chosen)
  await desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('open-settings')!.click())
  const settings = await desktop.page('settings')
  const button = (name: string) => settings.getByRole('button', { name, exact: true })
  await settings.getByRole('link', { name: 'Backups', exact: true }).click()

  await choosing(prepared.folder)
  await button('Add a folder…').click()
  await settings.getByRole('dialog').getByText('lies in the data folder itself').waitFor()
  await button('Cancel').click()
  await choosing(stick)
  await button('Add a folder…').click()
  await settings.getByRole('list', { name: 'Places' }).getByText('Last verified backup today').waitFor()
  expect(existsSync(path.join(stick, 'repository.json'))).toBe(true)

  await button('Make a recovery key…').click()
  const key = (await settings.getByRole('dialog').locator('code').textContent())!
  await choosing(path.join(home, 'key.txt'))
  await button('Save as a file').click()
  await settings.getByText('Saved. Put it on a stick').waitFor()
  expect(readFileSync(path.join(home, 'key.txt'), 'utf8')).toContain(key)
  expect(statSync(path.join(home, 'key.txt')).mode & 0o077).toBe(0)
  await button('Close').click()

  await button('Back up now').click()
  await settings.getByText('Backed up, read back and found whole').waitFor()
  await button('Restore…').click()
  await settings.getByLabel(/^Type “Example”/).fill('Example')
  await button('Restore everything').click()
  await settings.getByText('The restore is done.').waitFor()
  await settings.getByRole('list', { name: 'Backups in This computer' }).getByText('before a restore').waitFor()
})
