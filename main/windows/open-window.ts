import path from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { keepAtHome } from '../guards.ts'
import type { PreferencesFile } from '../preferences.ts'
import { rememberedPlace, rememberPlace } from './place.ts'

interface Kind {
  readonly name: 'chat' | 'settings'
  readonly title: string
  readonly width: number
  readonly height: number
  readonly minWidth: number
  readonly icon: string
  readonly isHome: (address: string) => boolean
}

/** A window with its own preload and none of the doors that Electron lets one open. Hidden until it has something to show. */
export function openWindow(kind: Kind, url: string, preferences: PreferencesFile): BrowserWindow {
  const { isMaximized: _, ...place } = rememberedPlace(preferences, kind.name)
  const window = new BrowserWindow({
    width: kind.width,
    height: kind.height,
    ...place,
    minWidth: kind.minWidth,
    minHeight: 420,
    title: kind.title,
    icon: kind.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#131617' : '#f5f5f2', // no white flash before the first paint
    webPreferences: {
      preload: path.join(import.meta.dirname, `../preload/${kind.name}.cjs`),
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true,
    },
  })
  keepAtHome(window.webContents, kind.isHome)
  rememberPlace(window, preferences, kind.name)
  window.once('ready-to-show', () => window.show())
  window.loadURL(url).catch(() => !window.isDestroyed() && window.show()) // Chromium's own page says what failed
  return window
}

/** Brings a window to the front, from wherever it is. */
export function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
