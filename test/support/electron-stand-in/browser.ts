import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'
import { app } from './app.ts'

interface Browser {
  readonly context: BrowserContext
  /** Of the page that Chromium starts with, which stays: without any, Chromium would end. */
  readonly keeper: CDPSession
}

let starting: Promise<Browser> | undefined
const ours = new WeakSet<Page>()

const folder = (): string => join(app.getPath('sessionData'), 'Chromium')
const portFile = (): string => join(folder(), 'DevToolsActivePort')

async function start(): Promise<Browser> {
  rmSync(portFile(), { force: true }) // of the last run in this profile
  const context = await chromium.launchPersistentContext(folder(), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
      .concat(['--disable-component-update', '--disable-sync', '--remote-debugging-port=0'])
      .concat(['--remote-debugging-address=127.0.0.1']),
  })
  const keeper = await context.newCDPSession(context.pages()[0] ?? (await context.newPage()))
  context.on('page', (page) => {
    // A page that no BrowserWindow asked for is a pop-up. The window-open handler decides about it; ours always denies.
    setTimeout(() => !ours.has(page) && page.close().catch(() => {}), 0)
  })
  return { context, keeper }
}

/**
 * A blank page for a new window, in a window of its own: a tab behind another would paint once a second. Chromium starts
 * with the first, and all share one profile, as Electron's windows do.
 */
export function newPage(): Promise<Page> {
  const page = previous.then(openPage, openPage) // one after the other: the event does not tell who asked for it
  previous = page
  return page
}

let previous: Promise<unknown> = Promise.resolve()

async function openPage(): Promise<Page> {
  starting ??= start()
  const { context, keeper } = await starting
  const opening = context.waitForEvent('page', (page) => ours.add(page) !== undefined)
  await keeper.send('Target.createTarget', { url: 'about:blank', newWindow: true })
  return opening
}

export async function closeBrowser(): Promise<void> {
  await (await starting?.catch(() => undefined))?.context.close().catch(() => {})
}

/** Where a test attaches to see the windows as Playwright pages; undefined before the first window. */
export function debuggingPort(): number | undefined {
  const isThere = starting !== undefined && existsSync(portFile())
  return isThere ? Number(readFileSync(portFile(), 'utf8').split('\n')[0]) : undefined
}
