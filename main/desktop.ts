import path from 'node:path'
import { app, Notification, powerMonitor } from 'electron'
import type { DataFolder } from '../server/config/data-folder.ts'
import type { Actions } from './actions.ts'
import { serveAppScheme } from './app-protocol.ts'
import { opensAtLogin, setOpensAtLogin } from './autostart.ts'
import { keepAwake } from './keep-awake.ts'
import { setApplicationMenu } from './menu.ts'
import { guardSession } from './permissions.ts'
import { PreferencesFile } from './preferences.ts'
import { answerWindows } from './relay.ts'
import { ServerProcess } from './server-process.ts'
import { showAlarms } from './show-alarms.ts'
import { createTray } from './tray.ts'
import { Windows } from './windows/windows.ts'

const dist = path.join(import.meta.dirname, '..')

/** Puts the desktop app together, once Electron is ready. `isHidden` where the system started us and nobody asked for a window. */
export function runDesktop(data: DataFolder, isHidden: boolean): void {
  const preferences = new PreferencesFile(path.join(data.desktop, 'preferences.json'))
  const server = new ServerProcess(path.join(dist, 'server/landline.js'), ['--data', data.path])
  const windows = new Windows(server, preferences)
  const awake = keepAwake(server, () => preferences.current.keepAwake)
  let unread = 0

  serveAppScheme(path.join(dist, 'settings'))
  guardSession(() => server.url)
  const actions: Actions = {
    openChat: () => windows.openChat(),
    openSettings: () => windows.openSettings(),
    startServer: () => server.start(),
    stopServer: () => void server.stop(),
    restartServer: () => void server.restart(),
    quit: () => app.quit(),
  }
  const tray = createTray(actions)
  const show = (): void => {
    tray.update(server.state, unread, server.alarms)
    setApplicationMenu(server.state, actions)
  }
  answerWindows({
    server,
    windows,
    dataFolder: data.path,
    preferences: () => ({ keepAwake: preferences.current.keepAwake, openAtLogin: opensAtLogin() }),
    setPreferences({ keepAwake: wanted, openAtLogin }) {
      if (wanted !== undefined) preferences.change({ keepAwake: wanted })
      if (openAtLogin !== undefined) setOpensAtLogin(openAtLogin)
      awake.update()
    },
    setUnread(count) {
      unread = count
      app.setBadgeCount(count)
      show()
    },
  })

  server.on('state', show)
  server.on('alarms', show)
  showAlarms(server, actions.openSettings)
  app.on('second-instance', actions.openChat)
  app.on('activate', actions.openChat)
  app.on('window-all-closed', () => tellAboutTray(preferences))
  quitAfterServer(server)
  if (!isHidden) openFirstWindow(server, windows)
  server.start()
  show()
}

/** The chat as soon as it can be shown; until then, where the server does not start, the window that says why. */
function openFirstWindow(server: ServerProcess, windows: Windows): void {
  const follow = (): void => {
    if (server.state.name === 'starting') return
    if (server.state.name === 'running') server.off('state', follow)
    windows.openChat()
  }
  server.on('state', follow)
}

/** Closing the windows does not hang up on everybody else: said once, since it surprises. */
function tellAboutTray(preferences: PreferencesFile): void {
  if (preferences.current.wasToldAboutTray || !Notification.isSupported()) return
  preferences.change({ wasToldAboutTray: true })
  new Notification({
    title: 'Landline keeps running',
    body: 'Your team can go on talking. To stop it, choose Quit from the Landline icon near the clock.',
  }).show()
}

/** Quitting waits until the server has answered what it had begun and written down the rest. */
function quitAfterServer(server: ServerProcess): void {
  let isStopped = false
  app.on('before-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    void server.stop().then(() => {
      isStopped = true
      app.quit()
    })
  })
  powerMonitor.on('shutdown', () => app.quit())
}
