import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PreventableEvent } from './preventable-event.ts'
import { running } from './utility-process.ts'

interface LoginItem {
  openAtLogin?: boolean
  args?: readonly string[]
}

const packageFile = (): { version: string; productName?: string; name: string } => {
  const start = dirname(process.argv[1] ?? process.cwd())
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  }
  throw new Error(`No package.json above ${start}`)
}

class App extends EventEmitter {
  readonly isPackaged = false
  badgeCount = 0
  isSandboxEnforced = false
  #isReady = false
  #quitting = false
  #loginItem: LoginItem = {}
  readonly #paths = new Map<string, string>()
  readonly #ready: Promise<void>
  /** Set by the browser-window module: app must not import windows, which import app. */
  closeWindows: () => boolean = () => true
  shutDown: () => Promise<void> = async () => {}

  constructor() {
    super()
    this.#ready = new Promise((resolve) => setTimeout(resolve, 0)).then(() => {
      this.#isReady = true
      this.emit('ready')
    })
    // Electron turns these into an ordinary quit too.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.quit())
  }

  whenReady = (): Promise<void> => this.#ready
  isReady = (): boolean => this.#isReady
  getName = (): string => packageFile().productName ?? packageFile().name
  getVersion = (): string => packageFile().version
  getAppPath = (): string => process.cwd()
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  showAboutPanel(): void {}
  getAppMetrics = () => [{ type: 'Browser', pid: process.pid }, ...running.values()]
  setBadgeCount(count: number): boolean {
    this.badgeCount = count
    return true
  }
  getBadgeCount = (): number => this.badgeCount
  getLoginItemSettings = (): LoginItem => ({ openAtLogin: false, ...this.#loginItem })
  setLoginItemSettings(item: LoginItem): void {
    this.#loginItem = item
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.isSandboxEnforced = true
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  getPath(name: string): string {
    const known = this.#paths.get(name)
    if (known) return known
    if (name === 'appData') return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
    if (name === 'userData') return join(this.getPath('appData'), this.getName())
    if (name === 'sessionData') return this.getPath('userData')
    if (name === 'downloads') return join(homedir(), 'Downloads')
    if (name === 'exe') return process.execPath
    if (name === 'temp') return tmpdir()
    throw new Error(`Failed to get '${name}' path`)
  }

  /** One process per userData folder, as in Electron. The first hears of the others through files in it. */
  requestSingleInstanceLock(additionalData: unknown = {}): boolean {
    const folder = this.getPath('userData')
    mkdirSync(folder, { recursive: true })
    const lock = join(folder, 'stand-in.lock')
    const call = 'second-instance-'
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
    } catch {
      if (isRunning(Number(readFileSync(lock, 'utf8')))) {
        const message = JSON.stringify({ argv: process.argv, cwd: process.cwd(), additionalData })
        writeFileSync(join(folder, `${call}${process.pid}`), message)
        return false
      }
      writeFileSync(lock, String(process.pid))
    }
    process.on('exit', () => rmSync(lock, { force: true }))
    watch(folder, () => {
      for (const name of readdirSync(folder).filter((each) => each.startsWith(call))) {
        const text = readFileSync(join(folder, name), 'utf8')
        if (!text) continue // created, not written yet: another change will come
        rmSync(join(folder, name), { force: true })
        const { argv, cwd, additionalData: theirs } = JSON.parse(text)
        this.emit('second-instance', new PreventableEvent(), argv, cwd, theirs)
      }
    }).unref()
    return true
  }

  hasSingleInstanceLock = (): boolean => existsSync(join(this.getPath('userData'), 'stand-in.lock'))

  get isQuitting(): boolean {
    return this.#quitting
  }

  quit(): void {
    const before = new PreventableEvent()
    this.#quitting = true
    this.emit('before-quit', before)
    if (before.defaultPrevented || !this.closeWindows()) {
      this.#quitting = false
      return
    }
    const will = new PreventableEvent()
    this.emit('will-quit', will)
    if (will.defaultPrevented) this.#quitting = false
    else void this.exit(0)
  }

  async exit(code = 0): Promise<void> {
    this.emit('quit', new PreventableEvent(), code)
    await this.shutDown()
    process.exit(code)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export const app = new App()
