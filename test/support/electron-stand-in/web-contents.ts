import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { fromPage, isOurScheme, toPage } from './addresses.ts'
import { app } from './app.ts'
import { newPage } from './browser.ts'
import { type IpcMainEvent, ipcMain } from './ipc-main.ts'
import { PagePorts } from './page-ports.ts'
import { pageWorld, preloadWorld } from './page-worlds.ts'
import { PreventableEvent } from './preventable-event.ts'
import { session } from './session.ts'

export interface WebPreferences {
  readonly preload?: string
  readonly nodeIntegration?: boolean
  readonly nodeIntegrationInSubFrames?: boolean
  readonly contextIsolation?: boolean
  readonly sandbox?: boolean
  readonly webSecurity?: boolean
}

interface FromPreload {
  readonly send?: string
  readonly invoke?: string
  readonly number?: number
  readonly values?: readonly unknown[]
  readonly ports?: readonly number[]
  readonly port?: number
  readonly data?: string
  readonly closed?: true
}

interface Frame {
  readonly url: string
  readonly parentId: string | undefined
}

type WindowOpenHandler = (details: { url: string; frameName: string; disposition: string }) => { action: 'allow' | 'deny' }

let lastId = 0
const preloadWorldName = 'preload'

export class WebContents extends EventEmitter {
  readonly id = ++lastId
  readonly session = session.defaultSession
  readonly #preferences: WebPreferences
  readonly #page: Promise<Page>
  #cdp!: CDPSession
  #mainFrameId = ''
  #expected: string | undefined
  #isDestroyed = false
  #windowOpen: WindowOpenHandler | undefined
  readonly #frames = new Map<string, Frame>()
  readonly #worlds = new Map<number, string>()
  readonly #ports = new PagePorts((world, message) => this.#tell(world, message))

  constructor(preferences: WebPreferences) {
    super()
    this.#preferences = preferences
    this.#page = this.#open()
    this.#page.catch((error) => !app.isQuitting && console.error('stand-in: a window could not be opened:', error))
    queueMicrotask(() => app.emit('web-contents-created', new PreventableEvent(), this))
  }

  getURL = (): string => this.mainFrame.url
  isDestroyed = (): boolean => this.#isDestroyed
  isLoading = (): boolean => this.#expected !== undefined
  getType = (): string => 'window'
  /** As Electron fills them in: its defaults are the safe ones, and a sandboxed app has no say about `sandbox`. */
  getLastWebPreferences(): WebPreferences {
    const defaults = { contextIsolation: true, nodeIntegration: false, sandbox: true, webSecurity: true }
    return { ...defaults, ...this.#preferences, ...(app.isSandboxEnforced ? { sandbox: true } : {}) }
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpen = handler
  }
  openDevTools(): void {}
  focus(): void {}
  setIgnoreMenuShortcuts(): void {}

  get mainFrame(): { url: string; parent: null } {
    return { url: this.#frames.get(this.#mainFrameId)?.url ?? '', parent: null }
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page
    this.#expected = toPage(url)
    try {
      await page.goto(this.#expected)
      this.emit('did-finish-load')
    } catch (error) {
      if (this.#isDestroyed) return
      this.emit('did-fail-load', new PreventableEvent(), -102, 'ERR_FAILED', url, true)
      throw new Error(`ERR_FAILED (-102) loading '${url}'`, { cause: error })
    } finally {
      this.#expected = undefined
    }
  }

  reload(): void {
    void this.loadURL(this.getURL()).catch(() => {})
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#page).evaluate(code)
  }

  downloadURL(url: string): void {
    void this.executeJavaScript(
      `Object.assign(document.createElement('a'), { href: ${JSON.stringify(toPage(url))}, download: '' }).click()`,
    )
  }

  send(channel: string, ...values: unknown[]): void {
    const world = [...this.#worlds].find(([, frame]) => frame === this.#mainFrameId)?.[0]
    if (world) this.#tell(world, { channel, values })
  }

  async destroy(): Promise<void> {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#ports.hangUp()
    this.emit('destroyed')
    await (await this.#page.catch(() => undefined))?.close().catch(() => {})
  }

  async #open(): Promise<Page> {
    const page = await newPage()
    const cdp = await page.context().newCDPSession(page)
    this.#cdp = cdp
    cdp.on('Page.frameNavigated', ({ frame }) => this.#navigated(frame))
    cdp.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId))
    cdp.on('Page.windowOpen', ({ url, windowName }) => this.#openWindow(url, windowName))
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === preloadWorldName) this.#worlds.set(context.id, context.auxData?.frameId as string)
    })
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#worlds.delete(executionContextId))
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === 'toMain') void this.#fromPreload(executionContextId, JSON.parse(payload))
    })
    cdp.on('Fetch.requestPaused', (request) => void this.#request(request).catch(() => {}))
    page.on('download', (download) => void this.session.download(this, download).catch(() => {}))
    page.on('crash', () => this.emit('render-process-gone', new PreventableEvent(), { reason: 'crashed' }))

    await cdp.send('Page.enable')
    this.#mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id
    await cdp.send('Runtime.enable')
    await cdp.send('Runtime.addBinding', { name: 'toMain', executionContextName: preloadWorldName })
    for (const script of this.#scripts()) await cdp.send('Page.addScriptToEvaluateOnNewDocument', script)
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }, { urlPattern: '*.stand-in/*' }] })
    return page
  }

  #scripts(): { source: string; worldName?: string }[] {
    if (!this.#preferences.preload) return []
    const secret = JSON.stringify(randomBytes(12).toString('hex'))
    const preload = `(require, process) => { const module = { exports: {} }; const exports = module.exports
${readFileSync(this.#preferences.preload, 'utf8')}
}`
    const subframesToo = String(this.#preferences.nodeIntegrationInSubFrames ?? false)
    return [
      { source: `(${pageWorld})(${secret})` },
      { source: `(${preloadWorld})(${secret}, ${subframesToo}, ${preload})`, worldName: preloadWorldName },
    ]
  }

  #navigated(frame: { id: string; parentId?: string; url: string; urlFragment?: string }): void {
    this.#frames.set(frame.id, { url: fromPage(frame.url + (frame.urlFragment ?? '')), parentId: frame.parentId })
    if (frame.id !== this.#mainFrameId) return
    this.#ports.hangUp() // the ports of the page that was here died with it
    this.emit('did-navigate', new PreventableEvent(), this.getURL())
  }

  #openWindow(url: string, frameName: string): void {
    const answer = this.#windowOpen?.({ url: fromPage(url), frameName, disposition: 'new-window' })
    if (answer?.action !== 'deny') console.error(`stand-in: a window was allowed for ${url}, and closed: this app never does so`)
  }

  async #request(paused: Paused): Promise<void> {
    const { requestId, request, resourceType, frameId, redirectedRequestId } = paused
    if (resourceType === 'Document' && !this.#mayNavigate(request.url, frameId, redirectedRequestId !== undefined)) {
      await this.#cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    if (resourceType === 'Document' && frameId === this.#mainFrameId) await this.#grantPermissions(request.url)
    if (!isOurScheme(request.url)) {
      await this.#cdp.send('Fetch.continueRequest', { requestId })
      return
    }
    const response = await this.session.protocol.answer(fromPage(request.url), request.method)
    await this.#cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  /** Navigation that the program asked for passes; what a page wants is for `will-navigate` and its kin to decide. */
  #mayNavigate(pageUrl: string, frameId: string, isRedirect: boolean): boolean {
    const isMainFrame = frameId === this.#mainFrameId
    if (isMainFrame && !isRedirect && this.#expected === pageUrl) return true
    const url = fromPage(pageUrl)
    const event = new PreventableEvent({ url, isMainFrame, isSameDocument: false })
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit(isRedirect ? 'will-redirect' : 'will-navigate', event, url)
    return !event.defaultPrevented
  }

  async #grantPermissions(pageUrl: string): Promise<void> {
    const { origin } = new URL(pageUrl)
    const granted = this.session.permissionsFor(this, fromPage(pageUrl))
    await (await this.#page).context().grantPermissions(granted, { origin })
  }

  #tell(world: number, message: unknown): void {
    const expression = `fromMain(${JSON.stringify(message)})`
    void this.#cdp.send('Runtime.evaluate', { expression, contextId: world }).catch(() => {}) // the page may be gone
  }

  async #fromPreload(world: number, message: FromPreload): Promise<void> {
    if (message.port !== undefined) return this.#ports.handle(world, { ...message, port: message.port })
    const ports = (message.ports ?? []).map((number) => this.#ports.receive(world, number))
    const event: IpcMainEvent = { sender: this, senderFrame: this.#frameOf(world), ports }
    if (message.send !== undefined) {
      ipcMain.emit(message.send, event, ...(message.values ?? []))
    } else if (message.invoke !== undefined) {
      const answer = await ipcMain.invoke(message.invoke, event, message.values ?? []).then(
        (value) => ({ value }),
        (error: Error) => ({ error: error.message }),
      )
      this.#tell(world, { invoked: message.number, ...answer })
    }
  }

  #frameOf(world: number): IpcMainEvent['senderFrame'] {
    const frame = this.#frames.get(this.#worlds.get(world) ?? '')
    return frame ? { url: frame.url, parent: frame.parentId ? {} : null } : null
  }
}

interface Paused {
  readonly requestId: string
  readonly request: { readonly url: string; readonly method: string }
  readonly resourceType: string
  readonly frameId: string
  readonly redirectedRequestId?: string
}
