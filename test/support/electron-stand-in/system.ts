/* The operating system's part, where there is none to speak of: remembers what was asked of it. */
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { debuggingPort } from './browser.ts'

/** Only in the stand-in: what a test may look at. */
export const standIn = {
  debuggingPort,
  openedOutside: [] as string[],
  openedFolders: [] as string[],
  notifications: [] as { title?: string; body?: string }[],
  /** The button that a person would press in the next message boxes. */
  answer: 0,
}

export const shell = {
  async openExternal(url: string): Promise<void> {
    standIn.openedOutside.push(url)
  },
  async openPath(path: string): Promise<string> {
    standIn.openedFolders.push(path)
    return existsSync(path) ? '' : 'No such file or directory'
  },
  showItemInFolder(path: string): void {
    standIn.openedFolders.push(path)
  },
}

export const dialog = {
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`)
  },
  async showMessageBox(): Promise<{ response: number; checkboxChecked: boolean }> {
    return { response: standIn.answer, checkboxChecked: false }
  },
  async showOpenDialog(): Promise<{ canceled: boolean; filePaths: string[] }> {
    return { canceled: true, filePaths: [] }
  },
  async showSaveDialog(): Promise<{ canceled: boolean; filePath: string }> {
    return { canceled: true, filePath: '' }
  },
}

const blockers = new Map<number, string>()
let lastBlocker = 0

export const powerSaveBlocker = {
  start(type: string): number {
    blockers.set(++lastBlocker, type)
    return lastBlocker
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
}

export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active',
})
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' })

export class Notification extends EventEmitter {
  readonly #options: { title?: string; body?: string }
  constructor(options: { title?: string; body?: string } = {}) {
    super()
    this.#options = options
  }
  static isSupported = (): boolean => true
  show(): void {
    standIn.notifications.push(this.#options)
  }
}

class NativeImage {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }
  isEmpty = (): boolean => !existsSync(this.path)
  setTemplateImage(): void {}
}
export const nativeImage = {
  createFromPath: (path: string) => new NativeImage(path),
  createEmpty: () => new NativeImage(''),
}

const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = {
  getAllDisplays: () => [display],
  getPrimaryDisplay: () => display,
  getDisplayMatching: () => display,
}
