import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type * as Electron from 'electron'
import { type Browser, chromium, _electron as electronDriver, type Page } from 'playwright-core'
import type { standIn } from './electron-stand-in/system.ts'

const root = path.resolve(import.meta.dirname, '../..')
const main = path.join(root, 'dist/main/main.js')

/** What functions given to `evaluate` see: the `electron` module, and with the stand-in also what it remembers. */
export type ElectronModule = typeof Electron & { readonly standIn?: typeof standIn }

/** A running desktop app, on Electron's own runtime or on the stand-in. */
export interface Desktop {
  readonly data: string
  readonly pid: number
  /** Runs a function in the main process. It may use nothing from outside itself. */
  evaluate<A, R>(work: (electron: ElectronModule, argument: A) => R | Promise<R>, argument?: A): Promise<R>
  /** The page of a window, once it is open. */
  page(kind: 'chat' | 'settings'): Promise<Page>
  /** The process id of the server that runs now. */
  serverPid(): Promise<number | undefined>
  /** Resolves to the exit code. */
  readonly exited: Promise<number | null>
  /** Quits as a person would, and resolves once all of it is gone. */
  quit(): Promise<number | null>
}

interface Options {
  /** A fresh folder, removed by `quit`, where none is named. */
  readonly data?: string
  readonly args?: readonly string[]
}

/** The runtime that `npm install` put into node_modules, where it could; on Linux it also needs a screen. */
function realElectron(): string | undefined {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = path.join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const executable = path.join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  return existsSync(executable) && hasScreen ? executable : undefined
}

const executable = realElectron()
export const runtime = executable ? 'Electron' : 'stand-in'
console.info(
  executable
    ? `desktop tests: on Electron's own runtime (${executable})`
    : "desktop tests: on the Electron stand-in (test/support/electron-stand-in); Electron's own runtime is not here, so it was not tested",
)

/** Starts the built desktop app on a data folder of its own. */
export async function startDesktop(options: Options = {}): Promise<Desktop> {
  const data = options.data ?? newDataFolder()
  const env = environment(data)
  const args = ['--data', data, ...(options.args ?? [])]
  const desktop = executable ? await onElectron(executable, data, args, env) : await onStandIn(data, args, env)
  if (!options.data) void desktop.exited.then(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }))
  return desktop
}

/** Starts one that is expected to end by itself. @returns its exit code and what it wrote */
export async function runDesktop(data: string): Promise<{ code: number | null; said: string }> {
  const [command, ...args] = executable ? [executable, ...rootFlags, root] : [process.execPath, '--import', register, main]
  const child = spawn(command!, [...args, '--data', data], {
    cwd: root,
    env: environment(data),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'exit')
  return { code, said }
}

/** A folder whose server takes any free port, so that tests beside each other do not move one another's. */
export function newDataFolder(): string {
  const data = mkdtempSync(path.join(tmpdir(), 'landline-desktop-'))
  writeFileSync(path.join(data, 'landline.json'), '{"port": 0}')
  return data
}

const register = new URL('electron-stand-in/register.ts', import.meta.url).href
/** Chromium refuses to sandbox what runs as root. */
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : []

const environment = (data: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  XDG_CONFIG_HOME: path.join(data, 'config'),
})

async function onElectron(executablePath: string, data: string, args: string[], env: Record<string, string>): Promise<Desktop> {
  const app = await electronDriver.launch({ executablePath, args: [root, ...rootFlags, ...args], env })
  const child = app.process()
  return complete(data, child, {
    evaluate: (work, argument) => app.evaluate(work as never, argument as never) as never,
    pages: async () => app.windows(),
  })
}

async function onStandIn(data: string, args: string[], env: Record<string, string>): Promise<Desktop> {
  if (!existsSync(main)) throw new Error('The desktop app is not built: run `npm run build` first')
  const child = fork(main, args, {
    cwd: root,
    env,
    execArgv: ['--import', register],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const evaluate = evaluator(child)
  let browser: Promise<Browser> | undefined
  const pages = async (): Promise<Page[]> => {
    const port = await evaluate(({ standIn }) => standIn?.debuggingPort())
    if (!port) return []
    browser ??= chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    return (await browser).contexts().flatMap((context) => context.pages())
  }
  return complete(data, child, { evaluate, pages })
}

/** Asks a stand-in process to run functions, over the IPC channel of the fork. */
function evaluator(child: ChildProcess): Desktop['evaluate'] {
  let last = 0
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  child.on('message', ({ evaluated, value, error }: { evaluated: number; value: never; error?: string }) => {
    if (error) waiting.get(evaluated)?.reject(new Error(error))
    else waiting.get(evaluated)?.resolve(value)
    waiting.delete(evaluated)
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The desktop app has ended'))
    waiting.clear()
  })
  return (work, argument) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject })
      child.send({ evaluate: last, source: String(work), argument })
    })
}

function complete(
  data: string,
  child: ChildProcess,
  { evaluate, pages }: { evaluate: Desktop['evaluate']; pages(): Promise<Page[]> },
): Desktop {
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const isSettings = (page: Page): boolean => /^(app:\/\/settings|https:\/\/settings\.app\.stand-in)\//.test(page.url())
  const isChat = (page: Page): boolean => page.url().startsWith('http://127.0.0.1:')
  return {
    data,
    pid: child.pid!,
    evaluate,
    exited,
    page: (kind) => until(`the ${kind} window`, async () => (await pages()).find(kind === 'chat' ? isChat : isSettings)),
    serverPid: () =>
      evaluate(
        ({ app }) =>
          app
            .getAppMetrics()
            .find(({ type, serviceName, name }) => type === 'Utility' && /Landline/.test(`${serviceName} ${name}`))?.pid,
      ),
    async quit() {
      if (child.exitCode === null) await evaluate(({ app }) => void setTimeout(() => app.quit(), 0)).catch(() => {})
      return exited
    },
  }
}

/** Tries until there is something. */
export async function until<T>(what: string, attempt: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 60_000
  for (;;) {
    const found = await attempt()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited a minute in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
