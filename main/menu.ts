import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { ServerState } from '../renderer/settings/desktop-bridge.ts'
import { type Actions, mayStart, mayStop } from './actions.ts'

/** What the tray and the application menu have in common, in the order of how often it is wanted. */
export function serverItems(state: ServerState, actions: Actions): MenuItemConstructorOptions[] {
  return [
    { id: 'start-server', label: 'Start Server', enabled: mayStart(state), click: actions.startServer },
    { id: 'stop-server', label: 'Stop Server', enabled: mayStop(state), click: actions.stopServer },
    { id: 'restart-server', label: 'Restart Server', enabled: state.name === 'running', click: actions.restartServer },
  ]
}

/** The menu bar: on macOS at the top of the screen, elsewhere in the windows, where Alt shows it. */
export function setApplicationMenu(state: ServerState, actions: Actions): void {
  const isMac = process.platform === 'darwin'
  const landline: MenuItemConstructorOptions[] = [
    { role: 'about' },
    { type: 'separator' },
    { id: 'open-chat', label: 'Open Chat', accelerator: 'CmdOrCtrl+O', click: actions.openChat },
    { id: 'open-settings', label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: actions.openSettings },
    { type: 'separator' },
    ...serverItems(state, actions),
    { type: 'separator' },
    ...(isMac ? macItems : []),
    { id: 'quit', label: 'Quit Landline', accelerator: 'CmdOrCtrl+Q', click: actions.quit },
  ]
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: 'Landline', submenu: landline },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
      { role: 'windowMenu' },
    ]),
  )
}

const macItems: MenuItemConstructorOptions[] = [
  { role: 'services' },
  { type: 'separator' },
  { role: 'hide' },
  { role: 'hideOthers' },
  { role: 'unhide' },
  { type: 'separator' },
]
