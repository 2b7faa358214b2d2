import path from 'node:path'
import type { BrowserWindow } from 'electron'
import { isSameOrigin, isSettingsUrl, settingsUrl } from '../addresses.ts'
import type { PreferencesFile } from '../preferences.ts'
import type { ServerProcess } from '../server-process.ts'
import { openWindow, present } from './open-window.ts'

const icon = path.join(import.meta.dirname, '../../resources/icons/icon.png')

/** The two windows: people's chat, and the owner's settings. Each exists at most once. */
export class Windows {
  readonly #server: ServerProcess
  readonly #preferences: PreferencesFile
  #chat: BrowserWindow | undefined
  #chatUrl: string | undefined
  #settings: BrowserWindow | undefined

  constructor(server: ServerProcess, preferences: PreferencesFile) {
    this.#server = server
    this.#preferences = preferences
    server.on('state', () => this.#followServer())
  }

  get settings(): BrowserWindow | undefined {
    return this.#settings
  }

  get chat(): BrowserWindow | undefined {
    return this.#chat
  }

  /** The chat; or, while there is no server to serve it, the window that says so. */
  openChat(): void {
    const { firstPage } = this.#server
    if (this.#chat) present(this.#chat)
    else if (firstPage) this.#chat = this.#newChat(firstPage)
    else this.openSettings()
  }

  openSettings(): void {
    if (this.#settings) present(this.#settings)
    else this.#settings = this.#newSettings()
  }

  #newChat(url: string): BrowserWindow {
    this.#chatUrl = url
    const isHome = (address: string) => isSameOrigin(address, this.#chatUrl)
    const kind = { name: 'chat', title: 'Landline', width: 1180, height: 800, minWidth: 360, icon, isHome } as const
    const window = openWindow(kind, url, this.#preferences)
    window.on('closed', () => {
      this.#chat = undefined
    })
    return window
  }

  #newSettings(): BrowserWindow {
    const kind = { name: 'settings', title: 'Landline Settings', width: 980, height: 740, minWidth: 480, icon } as const
    const window = openWindow({ ...kind, isHome: isSettingsUrl }, settingsUrl, this.#preferences)
    window.on('closed', () => {
      this.#settings = undefined
    })
    return window
  }

  /** A page that is open keeps itself up to date; only where the server comes back at another port it has to be told. */
  #followServer(): void {
    this.#settings?.webContents.send('server-state', this.#server.state)
    const { url } = this.#server
    if (!this.#chat || !url || isSameOrigin(url, this.#chatUrl)) return
    this.#chatUrl = url
    this.#chat.loadURL(url).catch(() => {})
  }
}
