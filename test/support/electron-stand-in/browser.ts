import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { app } from './app.ts'

let starting: Promise<BrowserContext> | undefined
const ours = new WeakSet<Page>()
let blank: Page | undefined

const folder = (): string => join(app.getPath('sessionData'), 'Chromium')

async function start(): Promise<BrowserContext> {
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
  blank = context.pages()[0]
  context.on('page', (page) => {
    // A page that no BrowserWindow asked for is a pop-up. The window-open handler decides about it; ours always denies.
    setTimeout(() => !ours.has(page) && page.close().catch(() => {}), 0)
  })
  return context
}

/** A blank page for a new window. Chromium starts with the first, and all share one profile, as Electron's windows do. */
export async function newPage(): Promise<Page> {
  starting ??= start()
  const context = await starting
  const page = blank ?? (await openPage(context))
  blank = undefined
  ours.add(page)
  return page
}

async function openPage(context: BrowserContext): Promise<Page> {
  const opening = context.newPage()
  context.once('page', (page) => ours.add(page))
  return opening
}

export async function closeBrowser(): Promise<void> {
  await (await starting?.catch(() => undefined))?.close().catch(() => {})
}

/** Where a test attaches to see the windows as Playwright pages; undefined before the first window. */
export function debuggingPort(): number | undefined {
  const file = join(folder(), 'DevToolsActivePort')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}
