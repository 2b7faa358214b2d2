import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desktop, startDesktop, until } from '../support/desktop.ts'

/*
 * Electron's own checklist, item by item: https://www.electronjs.org/docs/latest/tutorial/security#checklist-security-recommendations
 * Item 16 (a current Electron) is a matter of updating the dependency, which no test can see from here.
 */
/** Asks for the status over a line of its own, as text that runs in a page: an answer takes its time, and silence is short. */
const askOverPort = (patience: number): string => `new Promise((resolve) => {
  addEventListener('message', function hear({ data, ports }) {
    if (data !== 'control-port') return
    removeEventListener('message', hear)
    ports[0].onmessage = () => resolve('an answer')
    ports[0].postMessage('{"i":"1","p":{"u":"http://orpc/status/get"}}')
    setTimeout(() => resolve('no answer'), ${patience})
  })
  window.landlineDesktop.connect()
})`

describe('the security checklist for Electron', () => {
  let desktop: Desktop
  let chat: Page
  let settings: Page
  beforeAll(async () => {
    desktop = await startDesktop()
    chat = await desktop.page('chat')
    await desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('open-settings')!.click())
    settings = await desktop.page('settings')
    await settings.getByText('One step is left').waitFor()
    await desktop.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async (url: string) => void opened.push(url)
    })
  })
  afterAll(() => desktop.quit())

  const both = (): [string, Page][] => [
    ['chat', chat],
    ['settings', settings],
  ]
  const openedOutside = (): Promise<string[]> => desktop.evaluate(() => (globalThis as never as { opened: string[] }).opened)
  const preferences = () =>
    desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(
        (window) =>
          (window.webContents as never as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences() ?? {},
      ),
    )

  test('1: the settings window loads its packaged files and can reach nothing else', async () => {
    const sources = await settings.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.filter((source) => new URL(source).host !== new URL(settings.url()).host)).toEqual([])
    const fate = (url: string): Promise<string> =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve('blocked'), { once: true })
        setTimeout(() => resolve('not blocked'), 60_000)
        void fetch(url).catch(() => {})
      })
    const fates = [await settings.evaluate(fate, 'https://example.invalid/'), await settings.evaluate(fate, chat.url())]
    expect(fates).toEqual(['blocked', 'blocked']) // by the page's own policy, whether or not somebody would have answered
  })

  test('2, 3, 4: pages have no Node and a world of their own, in a sandbox', async () => {
    for (const [name, page] of both()) {
      const globals = () =>
        ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((each) => each in window)
      expect(await page.evaluate(globals), name).toEqual([])
    }
    for (const each of await preferences()) {
      expect(each).toMatchObject({ nodeIntegration: false, contextIsolation: true, sandbox: true })
      expect(each.nodeIntegrationInSubFrames || each.nodeIntegrationInWorker).toBeFalsy()
    }
  })

  test('5: the chat may notify; every other permission is denied, and the settings have none', async () => {
    const ask = (page: Page) =>
      page.evaluate(async () => {
        const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state
        const names = ['notifications', 'geolocation', 'camera', 'microphone', 'midi', 'clipboard-read']
        return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await state(name)])))
      })
    const none = { geolocation: 'denied', camera: 'denied', microphone: 'denied', midi: 'denied', 'clipboard-read': 'denied' }
    expect(await ask(chat)).toEqual({ ...none, notifications: 'granted' })
    expect(await ask(settings)).toEqual({ ...none, notifications: 'denied' })
  })

  test('6, 8, 9, 10: nothing of the browser’s own security is switched off', async () => {
    for (const each of await preferences()) {
      expect(each.webSecurity).not.toBe(false)
      expect(each.allowRunningInsecureContent || each.experimentalFeatures || each.enableBlinkFeatures).toBeFalsy()
    }
  })

  test('7: both pages have a content security policy that keeps foreign and inline script out', async () => {
    for (const [name, page] of both()) {
      const ran = await page.evaluate(() => {
        const script = document.createElement('script')
        script.textContent = 'window.ran = true'
        document.head.append(script)
        return 'ran' in window
      })
      expect(ran, name).toBe(false)
    }
    const policy = await settings.evaluate(async () =>
      (await fetch(location.href).catch(() => undefined))?.headers.get('content-security-policy'),
    )
    expect(policy ?? '').not.toContain('unsafe') // undefined where even its own files are out of reach of script
  })

  test('11, 12: no webview can be attached, whatever its options', async () => {
    const prevented = await desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => {
        let wasPrevented = false
        const event = { preventDefault: () => (wasPrevented = true), defaultPrevented: false }
        webContents.emit('will-attach-webview', event, {}, { src: 'https://example.com/' })
        return wasPrevented
      }),
    )
    expect(prevented).toEqual([true, true])
  })

  test('13: no page can leave its home', async () => {
    for (const [name, page] of both()) {
      const before = page.url()
      for (const address of ['https://example.invalid/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'app://elsewhere/']) {
        await page.evaluate((url) => {
          location.href = url
        }, address)
      }
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))
      expect(page.url(), name).toBe(before)
      expect(await page.evaluate(() => document.querySelector('#root')?.childElementCount ?? 0), name).toBeGreaterThan(0)
    }
  })

  test('14, 15: no page can open a window; links to the web and mail go to the system, and nothing else does', async () => {
    const links = ['https://example.invalid/manual', 'mailto:ada@example.com']
    const traps = ['file:///etc/passwd', 'smb://example.invalid/share', 'ms-msdt:/id', 'javascript:alert(1)', 'app://settings/']
    for (const [, page] of both()) {
      for (const address of [...traps, ...links]) {
        await page.evaluate((url) => {
          const link = Object.assign(document.createElement('a'), {
            href: url,
            target: '_blank',
            rel: 'noopener',
            textContent: 'x',
          })
          document.body.append(link)
          link.click()
          link.remove()
        }, address)
      }
    }
    await until('the links', async () => (await openedOutside()).length >= 2 * links.length)
    expect((await openedOutside()).toSorted()).toEqual([...links, ...links].toSorted())
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2)
  })

  test('17: a foreign page with the owner’s preload is refused everything', async () => {
    const answers = await desktop.evaluate(
      async ({ BrowserWindow }, { preload, url, ask }) => {
        const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } })
        await window.loadURL(url)
        const answers = await window.webContents.executeJavaScript(`(async () => {
          const bridge = window.landlineDesktop
          const answered = ${ask}
          const asked = ['serverState', 'startServer', 'stopServer', 'restartServer', 'openChat', 'openDataFolder', 'chooseFolder', 'saveText', 'preferences', 'setPreferences']
          const refusals = await Promise.all(asked.map((name) => bridge[name]({ keepAwake: false }).then(() => name + ' was answered', (error) => error.message)))
          return [await answered, ...refusals]
        })()`)
        window.destroy()
        return answers as string[]
      },
      { preload: path.resolve(import.meta.dirname, '../../dist/preload/settings.cjs'), url: chat.url(), ask: askOverPort(1000) },
    )
    const [answered, ...refusals] = answers
    expect(answered).toBe('no answer')
    expect(await settings.evaluate(askOverPort(60_000))).toBe('an answer') // the same question, from whom it may come
    expect(refusals).toHaveLength(10)
    for (const refusal of refusals) expect(refusal).toContain('Only the settings window may ask this')
  })

  test('17: the chat cannot say what only the settings may, and its own message is checked', async () => {
    const badge = () => desktop.evaluate(({ app }) => app.getBadgeCount())
    const say = (...values: unknown[]) =>
      chat.evaluate(
        (told) =>
          (window as never as { electron_bridge: { send_event(...e: unknown[]): boolean } }).electron_bridge.send_event(...told),
        values,
      )
    expect(await say('stop-server', 1)).toBe(false)
    expect(await say('total_unread_count', -1)).toBe(true) // sent, and dropped by the main process
    expect(await say('total_unread_count', 1e12)).toBe(true)
    await chat.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))
    expect(await badge()).toBe(0)
  })

  test('18: no window is on file://, and app:// serves its own folder only', async () => {
    const urls = await desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
    )
    expect(urls.map((url) => new URL(url).protocol).toSorted()).toEqual(['app:', 'http:'])
    const status = (url: string): Promise<number> =>
      desktop.evaluate(async ({ session }, address) => {
        const ask = (session.defaultSession as never as { fetch(url: string): Promise<Response> }).fetch
        return (await ask.call(session.defaultSession, address)).status
      }, url)
    expect(await status('app://settings/')).toBe(200)
    for (const name of [
      '..%2fchat%2findex.html',
      '%2e%2e%2fchat/index.html',
      '%2e%2e/chat/index.html',
      'nothing.js',
      'index.html%00.js',
      '%ff',
    ]) {
      expect(await status(`app://settings/${name}`), name).toBe(404)
    }
    expect(await status('app://elsewhere/index.html')).toBe(404)
  })

  test('19: the fuses of the installers are set', () => {
    const builder = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8')
    const fuses = /^electronFuses:\n((?: {2}.+\n)+)/m.exec(builder)?.[1] ?? ''
    expect(
      Object.fromEntries([...fuses.matchAll(/^ {2}(\w+): (true|false)/gm)].map(([, name, value]) => [name, value === 'true'])),
    ).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  test('20: pages get a few narrow functions, and nothing of Electron', async () => {
    const shape = (page: Page, name: string) =>
      page.evaluate(
        (key) =>
          Object.entries((window as never as Record<string, object>)[key]!).map(([each, value]) => `${each}: ${typeof value}`),
        name,
      )
    expect(await shape(chat, 'electron_bridge')).toEqual(['send_event: function'])
    expect((await shape(settings, 'landlineDesktop')).toSorted()).toEqual([
      'chooseFolder: function',
      'connect: function',
      'onServerState: function',
      'openChat: function',
      'openDataFolder: function',
      'platform: string',
      'preferences: function',
      'restartServer: function',
      'saveText: function',
      'serverState: function',
      'setPreferences: function',
      'startServer: function',
      'stopServer: function',
    ])
    expect(await chat.evaluate(() => 'landlineDesktop' in window)).toBe(false)
    expect(await settings.evaluate(() => 'electron_bridge' in window)).toBe(false)
  })

  test('nothing but what people sent in the chat can be saved to disk', async () => {
    const outcomes = await desktop.evaluate(({ session }, origin) => {
      const wasPrevented = (url: string) => {
        let prevented = false
        const event = { preventDefault: () => (prevented = true), defaultPrevented: false }
        session.defaultSession.emit('will-download', event, { getURL: () => url }, null)
        return prevented
      }
      return {
        upload: wasPrevented(`${origin}/user_uploads/2/ab/photo.jpg`),
        page: wasPrevented(`${origin}/static/app/main.js`),
        elsewhere: wasPrevented('https://example.com/user_uploads/2/ab/program.exe'),
        made: wasPrevented(`blob:${origin}/a-b-c`),
      }
    }, new URL(chat.url()).origin)
    expect(outcomes).toEqual({ upload: false, page: true, elsewhere: true, made: true })
  })
})
