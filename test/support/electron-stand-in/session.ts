import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { Download } from 'playwright-core'
import { toPage } from './addresses.ts'
import { app } from './app.ts'
import { PreventableEvent } from './preventable-event.ts'
import type { WebContents } from './web-contents.ts'

type RequestHandler = (
  webContents: WebContents,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void

/** Electron's name of a permission, and Chromium's. */
const permissionNames: Readonly<Record<string, readonly string[]>> = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
}

class Protocol {
  readonly #handlers = new Map<string, (request: Request) => Response | Promise<Response>>()
  readonly privileged = new Map<string, Readonly<Record<string, boolean>>>()

  registerSchemesAsPrivileged(schemes: readonly { scheme: string; privileges?: Readonly<Record<string, boolean>> }[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) this.privileged.set(scheme, privileges ?? {})
  }

  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    this.#handlers.set(scheme, handler)
  }

  isProtocolHandled = (scheme: string): boolean => this.#handlers.has(scheme)

  async answer(url: string, method: string): Promise<Response> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1))
    if (!handler) return new Response(null, { status: 404 })
    return handler({ url, method, headers: new Headers() } as Request)
  }
}

class Session extends EventEmitter {
  readonly protocol = new Protocol()
  #onRequest: RequestHandler | undefined

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#onRequest = handler ?? undefined
  }
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(): void {}
  /** Of our own schemes alone. */
  fetch = (url: string): Promise<Response> => this.protocol.answer(url, 'GET')

  /** What Chromium may grant this page. Without a handler everything, as Electron does. */
  permissionsFor(webContents: WebContents, url: string): string[] {
    const asks = (permission: string): boolean => {
      let granted = !this.#onRequest
      const details = { requestingUrl: url, isMainFrame: true }
      this.#onRequest?.(
        webContents,
        permission,
        (answer) => {
          granted = answer
        },
        details,
      )
      return granted
    }
    return Object.entries(permissionNames).flatMap(([permission, names]) => (asks(permission) ? names : []))
  }

  /** Playwright's download becomes Electron's `will-download`. */
  async download(webContents: WebContents, download: Download): Promise<void> {
    const item = new DownloadItem(download)
    const event = new PreventableEvent()
    this.emit('will-download', event, item, webContents)
    if (event.defaultPrevented) item.cancel()
    await item.finish()
  }
}

class DownloadItem extends EventEmitter {
  readonly #download: Download
  #path: string | undefined
  #isCancelled = false

  constructor(download: Download) {
    super()
    this.#download = download
  }
  getURL = (): string => this.#download.url()
  getFilename = (): string => this.#download.suggestedFilename()
  getSavePath = (): string => this.#path ?? ''
  setSavePath(path: string): void {
    this.#path = path
  }
  setSaveDialogOptions(): void {}
  cancel(): void {
    this.#isCancelled = true
  }

  async finish(): Promise<void> {
    if (this.#isCancelled) {
      await this.#download.cancel()
      this.emit('done', new PreventableEvent(), 'cancelled')
    } else {
      await this.#download.saveAs(this.#path ?? join(app.getPath('downloads'), this.getFilename()))
      this.emit('done', new PreventableEvent(), 'completed')
    }
  }
}

export const session = { defaultSession: new Session() }
export const protocol = session.defaultSession.protocol
export const originOf = (url: string): string => new URL(toPage(url)).origin
