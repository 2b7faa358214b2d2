import { expect, onTestFinished, test } from 'vitest'
import { startDesktop } from '../support/desktop.ts'
import { prepareFolder } from '../support/server-process.ts'
import { startS3rver } from '../support/storage/s3rver.ts'

test('the desktop window tries a bucket step by step, over a port and without any network of its own', async () => {
  const [provider, prepared] = await Promise.all([startS3rver(['files']), prepareFolder()])
  const desktop = await startDesktop({ data: prepared.folder })
  onTestFinished(async () => {
    await desktop.quit()
    await provider.stop()
    prepared.remove()
  })
  await desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('open-settings')!.click())
  const settings = await desktop.page('settings')
  const complaints: string[] = []
  settings.on('pageerror', (error) => complaints.push(error.message))
  settings.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))

  await settings.getByRole('link', { name: 'Storage' }).click()
  await settings.getByRole('heading', { name: 'Files are stored on this computer' }).waitFor()
  await settings.getByRole('button', { name: 'Use a bucket…' }).click()
  await settings.getByLabel('Provider', { exact: true }).selectOption({ label: 'Another S3-compatible provider' })
  const fill = (name: string, value: string): Promise<void> => settings.getByLabel(name, { exact: true }).fill(value)
  await fill('Endpoint', provider.endpoint)
  await fill('Bucket', 'files')
  await fill('Access key', provider.accessKeyId)
  await fill('Secret key', provider.secretAccessKey)
  await settings.getByRole('button', { name: 'Test', exact: true }).click()
  await settings.getByText('6 of 13 passed, 7 did not').waitFor()
  expect(await settings.getByRole('button', { name: 'Switch…' }).isDisabled()).toBe(true)

  // Leaving in the middle ends the test; the page is as before for whoever comes back.
  await settings.getByRole('button', { name: 'Test again' }).click()
  await settings.getByRole('link', { name: 'Status' }).click()
  await settings.getByText('Landline is running').waitFor()
  await settings.getByRole('link', { name: 'Storage' }).click()
  await settings.getByRole('button', { name: 'Use a bucket…' }).waitFor()
  expect(complaints).toEqual([])
})
