/* The part of Electron's API that main/ uses, under its own names. */
export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu, Tray } from './menu-and-tray.ts'
export { MessageChannelMain } from './message-ports.ts'
export { protocol, session } from './session.ts'
export {
  dialog,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  standIn,
} from './system.ts'
export { utilityProcess } from './utility-process.ts'
