import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser, openLastingBrowser } from './browser.ts'
import type { Person } from './person.ts'
import { type PreparedFolder, personAt, prepareFolder, type ServerProcess, serveProcess } from './server-process.ts'

/** A server for all tests of a file, and a section of its settings as the owner opens it in a browser on the same computer. */
export class OwnersSettings {
  readonly section: string
  #prepared: PreparedFolder | undefined
  #server: ServerProcess | undefined
  #lasting: Awaited<ReturnType<typeof openLastingBrowser>> | undefined

  constructor(section: string) {
    this.section = section
    beforeAll(async () => {
      this.#prepared = await prepareFolder()
      await this.start()
    })
    afterAll(async () => {
      await this.#lasting?.close()
      await this.#server?.kill()
      this.#prepared?.remove()
    })
  }

  get prepared(): PreparedFolder {
    return this.#prepared!
  }

  get server(): ServerProcess {
    return this.#server!
  }

  /** The owner, with a client of their own. */
  get owner(): Person {
    return personAt(this.server, this.prepared.owner)
  }

  /** Once it was killed, too. */
  async start(): Promise<void> {
    this.#server = await serveProcess(this.prepared.folder)
  }

  /** In a browser of the test's own. */
  async open(): Promise<Page> {
    const { page } = await openBrowser(this.server.url)
    return await this.#goThere(page)
  }

  /** In one browser for all tests of the file: each goes on where the one before ended. */
  async goOn(): Promise<Page> {
    if (this.#lasting) return this.#lasting.screen.page
    this.#lasting = await openLastingBrowser(this.server.url)
    return await this.#goThere(this.#lasting.screen.page)
  }

  async #goThere(page: Page): Promise<Page> {
    await page.goto(`${this.server.url}/settings/#${this.section.toLowerCase()}`)
    await this.signIn(page)
    return page
  }

  async signIn(page: Page): Promise<void> {
    await this.typePassword(page)
    await button(page, 'Open settings').click()
    await this.heading(page).waitFor()
  }

  async typePassword(page: Page): Promise<void> {
    await page.getByLabel('E-mail address').fill(this.prepared.owner.email)
    await page.getByLabel('Password').fill(this.prepared.password)
  }

  heading(page: Page): Locator {
    return page.getByRole('heading', { name: this.section, level: 1 })
  }
}

export const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
