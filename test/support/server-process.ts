import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Control } from '../../server/control/contract.ts'
import { connectToServer } from '../../server/control/local-client.ts'
import { freePort } from './free-port.ts'
import { type Identity, Person } from './person.ts'

const program = new URL('../../dist/server/landline.js', import.meta.url).pathname
const password = 'tulip-organ-mattress'

export interface ServeOptions {
  /** Where it was before; else one that stays free for it while it is down. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArguments?: readonly string[]
}

/** The built `landline serve` as a process of its own: for tests that pull the plug. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly url: string
  readonly pid: number

  constructor(child: ChildProcess, { url, pid }: { readonly url: string; readonly pid: number }) {
    this.#child = child
    this.url = url
    this.pid = pid
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** As when the plug is pulled. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** As a planned stop. @returns the exit code */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM')
    return this.#child.exitCode
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
  }
}

/** @throws Error with what the program wrote, where it does not get ready */
export async function serveProcess(
  folder: string,
  { port, env = {}, nodeArguments = ['--max-semi-space-size=4', '--heap-growing-percent=60'] }: ServeOptions = {},
): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [
      ...nodeArguments,
      program,
      'serve',
      '--data',
      folder,
      '--host',
      '127.0.0.1',
      '--port',
      String(port ?? (await freePort())),
      '--tls',
      'off',
      '--json',
    ],
    { env: { ...process.env, LANDLINE_RATE_LIMITS: 'off', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  child.stderr!.on('data', (chunk) => {
    said += chunk
  })
  const lines = createInterface(child.stdout!)
  const [first] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [undefined])])) as [string | undefined]
  if (first === undefined) throw new Error(`The server ended before it was ready: ${said}`)
  const told = JSON.parse(first)
  if (told.event !== 'ready') throw new Error(`The server refused to start: ${first}`)
  return new ServerProcess(child, told)
}

/** Runs `landline …` and answers what it printed as JSON. @throws Error with its words where it fails */
export async function landline(...args: readonly string[]): Promise<any> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { maxBuffer: 64 * 1024 * 1024 })
  return stdout.trim() === '' ? undefined : JSON.parse(stdout.trim().split('\n').at(-1)!)
}

/** The same line as the command's, without a process for each question. */
export async function askServer<T>(folder: string, ask: (control: Control) => Promise<T>): Promise<T> {
  const { control, close } = (await connectToServer({ path: folder }))!
  try {
    return await ask(control)
  } finally {
    close()
  }
}

export interface PreparedFolder {
  readonly folder: string
  readonly owner: Identity
  /** The owner's. */
  readonly password: string
  /** The same, for commands that read one. */
  readonly passwordFile: string
  remove(): void
}

/** A data folder with an organization whose owner is `owner@example.com`, made by the command line. */
export async function prepareFolder(): Promise<PreparedFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'landline-process-'))
  const passwordFile = join(folder, '..', `${folder.split('/').at(-1)}.password`)
  writeFileSync(passwordFile, password)
  const facts = ['--organization', 'Example', '--owner-email', 'owner@example.com', '--owner-name', 'Olga Owner']
  const made = await landline('setup', '--data', join(folder, 'data'), ...facts, '--password-file', passwordFile)
  return {
    folder: join(folder, 'data'),
    owner: { id: made.user_id, name: 'Olga Owner', email: made.email, apiKey: made.api_key },
    password,
    passwordFile,
    remove() {
      rmSync(folder, { recursive: true, force: true })
      rmSync(passwordFile, { force: true })
    },
  }
}

/** A member whom the command line lets in. */
export async function createAda(folder: string, passwordFile: string): Promise<Identity> {
  const facts = ['--email', 'ada@example.com', '--name', 'Ada']
  const made = await landline('user', 'create', '--data', folder, ...facts, '--password-file', passwordFile)
  return { id: made.user_id, name: 'Ada', email: made.email, apiKey: made.api_key }
}

export const personAt = (server: ServerProcess, identity: Identity): Person => new Person(server.url, identity)
