import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectToServer } from '../../server/control/local-client.ts'
import { type Desktop, newDataFolder, runDesktop, runtime, startDesktop, until } from '../support/desktop.ts'

const choose = (desktop: Desktop, id: string): Promise<void> =>
  desktop.evaluate(({ Menu }, item) => Menu.getApplicationMenu()!.getMenuItemById(item)!.click(), id)

const windows = (desktop: Desktop): Promise<{ url: string; isVisible: boolean }[]> =>
  desktop.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({ url: window.webContents.getURL(), isVisible: window.isVisible() })),
  )

async function openSettings(desktop: Desktop): Promise<Page> {
  await choose(desktop, 'open-settings')
  return desktop.page('settings')
}

/** Collects every state that the page hears of from now on; a busy page shows some of them to nobody. */
const collectStates = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: string[] = []
    const { landlineDesktop } = window as never as {
      landlineDesktop: { onServerState(heard: (s: { name: string }) => void): void }
    }
    landlineDesktop.onServerState(({ name }) => seen.push(name))
    Object.assign(window, { seenStates: seen })
  })
const states = (page: Page): Promise<string[]> => page.evaluate(() => (window as never as { seenStates: string[] }).seenStates)

/** Collects every headline that the page shows from now on: some pass quickly. */
const collectHeadlines = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = new Set<string>()
    const look = () => {
      for (const heading of document.querySelectorAll('h2')) seen.add(heading.textContent)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { seenHeadlines: seen })
  })
const headlines = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(window as never as { seenHeadlines: Set<string> }).seenHeadlines])

describe('the desktop app', () => {
  const data = newDataFolder()
  let desktop: Desktop
  let settings: Page
  beforeAll(async () => {
    desktop = await startDesktop({ data })
    settings = await openSettings(desktop)
    await settings.getByRole('heading', { name: 'Landline is running' }).waitFor()
  })
  afterAll(async () => {
    await desktop.quit()
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  })

  test('shows the page that makes an organization first', async () => {
    const chat = await desktop.page('chat')
    expect(new URL(chat.url()).pathname).toBe('/setup/')
    await chat
      .getByLabel(/organization/i)
      .first()
      .waitFor()
  })

  test('tells the owner that it runs, what is left to do, and where everything is', async () => {
    await settings.getByText('One step is left').waitFor()
    await settings.getByText(desktop.data).waitFor()
    expect(await settings.getByLabel('On this computer').inputValue()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await windows(desktop)).toHaveLength(2)
  })

  test('starts a server that dies again, and the owner sees both', async () => {
    await collectHeadlines(settings)
    const isTold = async (): Promise<boolean> =>
      (await headlines(settings)).some((headline) => /^Landline (stopped unexpectedly|has stopped)/.test(headline))

    // At first it waits half a second, which a busy page may miss; each time it waits longer.
    do {
      const before = (await desktop.serverPid())!
      process.kill(before, 'SIGKILL')
      await until('another server', async () => ((await desktop.serverPid()) ?? before) !== before)
      await settings.getByRole('heading', { name: 'Landline is running' }).waitFor()
    } while (!(await isTold()))

    await settings.getByText('One step is left').waitFor() // its line to the new server is open
    const chat = await desktop.page('chat')
    await until('the chat at the new address', async () => chat.url().startsWith(await urlOf(settings)))
  })

  test('a server that restarts itself, as a restore does, comes back at its address, and the settings reach it again', async () => {
    const [pid, url] = [await desktop.serverPid(), await urlOf(settings)]
    await collectStates(settings)
    const line = (await connectToServer({ path: desktop.data }))!
    await line.control.server.restart()
    line.close()

    await until('that it is back', async () => (await states(settings)).join().endsWith('starting,running'))
    await settings.getByText('One step is left').waitFor() // over a new line: the old one ended with the server
    expect(await desktop.serverPid()).toBe(pid)
    expect(await urlOf(settings)).toBe(url)
  })

  test('stops when the owner says so, stays stopped, and starts again', async () => {
    await settings.getByRole('button', { name: 'Stop', exact: true }).click()
    await settings.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click()
    await settings.getByRole('heading', { name: 'Landline is stopped' }).waitFor()
    await expect.poll(() => desktop.serverPid()).toBeUndefined()
    await expect.poll(() => awake(desktop)).toBe(false)

    await settings.getByRole('button', { name: 'Start', exact: true }).click()
    await settings.getByRole('heading', { name: 'Landline is running' }).waitFor()
    expect(await desktop.serverPid()).toBeDefined()
  })

  test('keeps the computer awake while it serves, unless the owner does not want that', async () => {
    await expect.poll(() => awake(desktop)).toBe(true)
    await settings.getByRole('link', { name: 'General' }).click()
    await settings.getByLabel('Keep this computer awake').click()
    await until('the computer to be let sleep', async () => !(await awake(desktop)))
    await settings.getByLabel('Keep this computer awake').click()
    await until('the computer to be kept awake', () => awake(desktop))
  })

  test.runIf(process.platform === 'linux')('starts with the desktop session, hidden, when the owner wants so', async () => {
    const entry = path.join(desktop.data, 'config/autostart/landline.desktop')
    await settings.getByLabel('Start when I sign in to this computer').click()
    await until('the autostart entry', async () => existsSync(entry))
    expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=".+" "--hidden"$/m)
    await settings.getByLabel('Start when I sign in to this computer').click()
    await until('no autostart entry', async () => !existsSync(entry))
    await settings.getByRole('link', { name: 'Status' }).click()
  })

  test('started a second time, shows the window of the first', async () => {
    await desktop.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close()
    })
    expect(await desktop.serverPid()).toBeDefined() // closing windows hangs up on nobody

    expect((await runDesktop(desktop.data)).code).toBe(0)

    await until('the chat window', async () =>
      (await windows(desktop)).some(({ url, isVisible }) => url.includes('/setup/') && isVisible),
    )
  })

  test('opens a window where it was last time', async () => {
    await choose(desktop, 'open-settings')
    const place = await desktop.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().at(-1)!
      window.setBounds({ x: 120, y: 90, width: 700, height: 600 })
      return window.getBounds()
    })
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)!.close())
    await choose(desktop, 'open-settings')
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)!.getBounds())).toEqual(place)
  })

  // Electron does not list its trays, so only the stand-in can look at one.
  test.runIf(runtime === 'stand-in')(
    'its tray icon tells state and unread messages, and offers what there is to do',
    async () => {
      const chat = await desktop.page('chat')
      await chat.evaluate(() =>
        (window as never as { electron_bridge: { send_event(...e: unknown[]): void } }).electron_bridge.send_event(
          'total_unread_count',
          3,
        ),
      )
      const tray = () =>
        desktop.evaluate(({ Tray }) => {
          const [{ toolTip, menu }] = (Tray as never as { all: [{ toolTip: string; menu: Electron.Menu }] }).all
          return { toolTip, items: menu.items.map(({ label, enabled }) => ({ label, enabled })) }
        })
      await until('the unread messages', async () => (await tray()).toolTip.endsWith('3 unread'))
      const { toolTip, items } = await tray()
      expect(toolTip).toMatch(/^Landline · Running at 127\.0\.0\.1:\d+ · 3 unread$/)
      expect(items.filter(({ label }) => label)).toMatchObject([
        { label: expect.stringContaining('Running') },
        { label: 'Open Chat', enabled: true },
        { label: 'Settings…', enabled: true },
        { label: 'Start Server', enabled: false },
        { label: 'Stop Server', enabled: true },
        { label: 'Restart Server', enabled: true },
        { label: 'Quit Landline', enabled: true },
      ])
    },
  )

  test('leads from its first window into the chat, and the settings learn the name', async () => {
    const chat = await desktop.page('chat')
    await chat.getByLabel('Organization').fill('Harbour Ceramics')
    await chat.getByRole('button', { name: 'Continue' }).click()
    await chat.getByLabel('Your name').fill('Ada Lovelace')
    await chat.getByLabel('E-mail').fill('ada@example.com')
    await chat.getByLabel('Choose a password').fill('grotesque lighthouse 7')
    await chat.getByRole('button', { name: 'Create Harbour Ceramics' }).click()

    await chat.getByText('Recent conversations').waitFor()
    settings = await openSettings(desktop)
    await settings.getByText('Harbour Ceramics').waitFor()
  })

  test('quits after the server has written down what it had, and leaves no process', async () => {
    const server = (await desktop.serverPid())!
    expect(await desktop.quit()).toBe(0)
    expect(existsSync(path.join(data, 'event-queues.json'))).toBe(true) // what lets people’s windows go on where they were
    expect(() => process.kill(server, 0)).toThrow('ESRCH')
    if (process.platform === 'linux') await expect.poll(() => processesOn(desktop.data)).toEqual([]) // its browser’s, too
  })

  test('opens the chat the next day with its owner still signed in', async () => {
    desktop = await startDesktop({ data })
    const chat = await desktop.page('chat')
    await chat.getByText('Recent conversations').waitFor()
    expect(new URL(chat.url()).pathname).toBe('/')
  })
})

describe('a desktop app that cannot serve', () => {
  test('says why in one sentence and touches nothing, where the folder is somebody else’s', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'landline-not-ours-'))
    writeFileSync(path.join(folder, 'thesis.doc'), 'words')

    const { code, said } = await runDesktop(folder)

    expect(code).toBe(1)
    expect(said).toContain('Landline cannot start')
    expect(said).toContain(`The folder ${folder} has other files in it`)
    expect(readdirSync(folder)).toEqual(['thesis.doc'])
    rmSync(folder, { recursive: true })
  })

  test('opens the settings with what is wrong and what to do, and tries again when told to', async () => {
    const data = mkdtempSync(path.join(tmpdir(), 'landline-typo-'))
    mkdirSync(path.join(data, 'uploads'))
    writeFileSync(path.join(data, 'landline.json'), '{\n  "prot": 0\n}')
    const desktop = await startDesktop({ data })
    const settings = await desktop.page('settings')
    await settings.getByRole('heading', { name: 'Landline cannot start' }).waitFor()
    expect(await settings.getByRole('alert').textContent()).toMatch(/prot/)

    writeFileSync(path.join(data, 'landline.json'), '{\n  "port": 0\n}')
    await settings.getByRole('button', { name: 'Try again now' }).click()

    await settings.getByRole('heading', { name: 'Landline is running' }).waitFor()
    await desktop.quit()
    rmSync(data, { recursive: true, force: true })
  })
})

const urlOf = (settings: Page): Promise<string> => settings.getByLabel('On this computer').inputValue()

/** The ids of power save blockers count up from 0 or 1. */
const awake = (desktop: Desktop): Promise<boolean> =>
  desktop.evaluate(({ powerSaveBlocker }) =>
    Array.from({ length: 20 }, (_, id) => id).some((id) => powerSaveBlocker.isStarted(id)),
  )

/** Command lines that name a folder: the app's, its server's, its browser's. */
function processesOn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
    .filter((commandLine) => commandLine.includes(folder))
}
