/* argv and environment → data folder → the desktop app. */
import { parseArgs } from 'node:util'
import { app, dialog } from 'electron'
import { type DataFolder, openDataFolder, whichDataFolder } from '../server/config/data-folder.ts'
import { StartProblem } from '../server/config/problem.ts'
import { registerAppScheme } from './app-protocol.ts'
import { runDesktop } from './desktop.ts'
import { guardAllPages } from './guards.ts'

app.enableSandbox()
registerAppScheme()
guardAllPages()

const { values } = parseArgs({
  args: process.argv.slice(1),
  options: { data: { type: 'string' }, hidden: { type: 'boolean' } },
  strict: false, // Chromium's own switches come the same way
  allowPositionals: true,
})

const data = openOrExplain()
if (data) {
  // Cookies, caches and the lock against a second instance: in the data folder too, so that two folders are two apps.
  app.setPath('userData', data.desktop)
  // Not awaited: Electron is not ready before this module has run to its end.
  if (app.requestSingleInstanceLock()) void app.whenReady().then(() => runDesktop(data, values.hidden === true))
  else app.quit()
}

function openOrExplain(): DataFolder | undefined {
  try {
    return openDataFolder(whichDataFolder(values.data as string | undefined, process.env))
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    dialog.showErrorBox('Landline cannot start', `${error.message}\n\n${error.nextStep}`)
    app.exit(1)
  }
}
