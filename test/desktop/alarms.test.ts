import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newDataFolder, runtime, startDesktop, until } from '../support/desktop.ts'

/** What the backups of a data folder have come to, as a server left it when it stopped. */
function leaveFailedDrill(data: string): void {
  const now = Math.floor(Date.now() / 1000)
  const drill = { at: now, snapshot: '20260101T020000000Z', isFine: false, message: 'No message could be read.' }
  mkdirSync(path.join(data, 'backups'), { mode: 0o700 })
  writeFileSync(path.join(data, 'backups/state.json'), JSON.stringify({ since: now, destinations: {}, drill }))
}

// Electron does not list its trays, so only the stand-in can look at one.
test.runIf(runtime === 'stand-in')('an alarm about backups is on the screen of the computer, and in its tray', async () => {
  const data = newDataFolder()
  leaveFailedDrill(data)
  const desktop = await startDesktop({ data })
  const tray = (): Promise<{ toolTip: string; image: string; item: string | undefined } | undefined> =>
    desktop.evaluate(({ Tray }) => {
      const [first] = (Tray as never as { all: { toolTip: string; menu?: Electron.Menu; image: { path: string } }[] }).all
      return first && { toolTip: first.toolTip, image: first.image.path, item: first.menu?.getMenuItemById('alarms')?.label }
    })
  try {
    const told = await until('the alarm', async () => {
      const seen = await tray()
      return seen?.item ? seen : undefined
    })
    expect(told).toMatchObject({ item: expect.stringContaining('The restore drill'), image: expect.stringContaining('trouble') })
    expect(told?.toolTip).toContain('Running at')
    const notifications = () => desktop.evaluate(({ standIn }) => standIn!.notifications)
    await expect
      .poll(async () => (await notifications()).filter(({ body }) => body?.includes('No message could be read')))
      .toHaveLength(1)
  } finally {
    await desktop.quit()
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
})
