import { type BrowserContextOptions, type Browser as Chromium, chromium, type Locator, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let launching: Promise<Chromium> | undefined

/** One Chromium a test file; it ends with the process that runs the file. */
function chromiumOnce(): Promise<Chromium> {
  launching ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
  return launching
}

/**
 * A browser of somebody's own, with nothing of anyone else's in it. When the test ends, whatever the page complained of
 * (a fault, something the page's policy forbade) fails it.
 */
export async function openBrowser(url: string, options: BrowserContextOptions = {}): Promise<Screen> {
  const { screen, close } = await openLastingBrowser(url, options)
  onTestFinished(close)
  return screen
}

/** The same, for whoever closes it themselves, and hears only then what the page complained of. */
export async function openLastingBrowser(url: string, options: BrowserContextOptions = {}) {
  const browser = await chromiumOnce()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000) // ends what hangs
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      complaints.push(message.text())
  })
  const close = async (): Promise<void> => {
    await context.close()
    expect(complaints).toEqual([])
  }
  return { screen: new Screen(page, url), close }
}

/** What somebody sees and does in the chat. */
export class Screen {
  readonly page: Page
  readonly url: string

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto(`${this.url}/`)
    await this.page.getByLabel('E-mail').fill(email)
    await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
    await this.page.locator('.chat').waitFor()
  }

  /** `hash`: the part of the address from `#` on. */
  async goTo(hash: string): Promise<void> {
    await this.page.evaluate((next) => {
      location.hash = next
    }, hash)
  }

  get sidebar(): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' })
  }

  /** The box one writes in. */
  get writing(): Locator {
    return this.page.locator('.compose-field')
  }

  /** Messages with these words; without words, all. */
  messages(words?: string | RegExp): Locator {
    const all = this.page.getByRole('article')
    return words === undefined ? all : all.filter({ hasText: words })
  }

  /** The same, once the server has them: what is still on its way cannot be edited. */
  sent(words: string): Locator {
    return this.page.locator('[data-message-id]').filter({ hasText: words })
  }

  /** Writes into the box that is open and sends it. */
  async write(text: string): Promise<void> {
    await this.writing.fill(text)
    await this.page.getByRole('button', { name: 'Send', exact: true }).click()
  }

  async choose(message: Locator, action: string): Promise<void> {
    await message.hover()
    await message.getByRole('button', { name: 'More', exact: true }).click()
    await this.page.getByRole('menuitem', { name: action }).click()
  }
}
