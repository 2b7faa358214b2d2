import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { closeBrowser } from './browser.ts'
import { PreventableEvent } from './preventable-event.ts'
import { WebContents, type WebPreferences } from './web-contents.ts'

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

interface Options extends Partial<Rectangle> {
  readonly show?: boolean
  readonly title?: string
  readonly webPreferences?: WebPreferences
}

const windows = new Set<BrowserWindow>()
let focused: BrowserWindow | undefined

/** A window without glass: its contents are a page of headless Chromium, its frame is these few facts. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  readonly id: number
  #bounds: Rectangle
  #isVisible: boolean
  #isMaximized = false
  #isMinimized = false
  #isDestroyed = false
  #title: string

  constructor(options: Options = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#isVisible = options.show ?? true
    this.#title = options.title ?? app.getName()
    this.webContents = new WebContents(options.webPreferences ?? {})
    this.id = this.webContents.id
    windows.add(this)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
  }

  static getAllWindows = (): BrowserWindow[] => [...windows]
  static fromWebContents = (contents: unknown): BrowserWindow | null =>
    [...windows].find((each) => each.webContents === contents) ?? null
  static getFocusedWindow = (): BrowserWindow | null => focused ?? null

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url)
  isDestroyed = (): boolean => this.#isDestroyed
  isVisible = (): boolean => this.#isVisible
  isMinimized = (): boolean => this.#isMinimized
  isMaximized = (): boolean => this.#isMaximized
  isFullScreen = (): boolean => false
  isFocused = (): boolean => focused === this
  getTitle = (): string => this.#title
  getBounds = (): Rectangle => ({ ...this.#bounds })
  getNormalBounds = (): Rectangle => ({ ...this.#bounds })
  setTitle(title: string): void {
    this.#title = title
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.emit('resize')
    this.emit('move')
  }
  maximize(): void {
    this.#isMaximized = true
    this.emit('maximize')
  }
  minimize(): void {
    this.#isMinimized = true
  }
  restore(): void {
    this.#isMinimized = false
  }
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  flashFrame(): void {}

  show(): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed')
    this.#isVisible = true
    this.emit('show')
    this.focus()
  }
  hide(): void {
    this.#isVisible = false
    this.emit('hide')
  }
  focus(): void {
    focused = this
    this.emit('focus')
  }

  close(): void {
    const event = new PreventableEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    windows.delete(this)
    if (focused === this) focused = undefined
    void this.webContents.destroy()
    this.emit('closed')
    if (windows.size > 0 || app.isQuitting) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }
}

app.closeWindows = () => {
  for (const window of [...windows]) window.close()
  return windows.size === 0
}
app.shutDown = closeBrowser
