import { EventEmitter } from 'node:events'
import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { ServerState } from '../renderer/settings/desktop-bridge.ts'
import type { Problem } from '../server/config/problem.ts'
import type { Alarm } from '../server/control/contract.ts'

/** What the server process tells whoever started it. */
type FromServer =
  /** Also after it restarted itself. With a link to make the organization, while there is none. */
  | { readonly event: 'ready'; readonly url: string; readonly setupLink?: string }
  /** By itself, as its owner or a restore asked: nobody can talk to it until it is ready again. */
  | { readonly event: 'restarting' }
  /** It cannot start, and trying again will not help before a person has done something. It ends after this. */
  | { readonly event: 'problem'; readonly problem: Problem }
  /** What the owner should know about backups, whenever it has changed. */
  | { readonly event: 'alarms'; readonly alarms: readonly Alarm[] }

/** After so many failures in a row; the last for all further ones. */
const delays = [500, 1_000, 2_000, 5_000, 15_000, 30_000]
const healthyAfter = 60_000
/** A server drains within 5 s. One that does not is stuck. */
const patience = 8_000

/** Looks after the server process: starts it, starts it again when it dies, and stops it without losing anything. */
export class ServerProcess extends EventEmitter<{ state: [ServerState]; alarms: [readonly Alarm[]] }> {
  readonly #module: string
  readonly #args: readonly string[]
  #state: ServerState = { name: 'stopped' }
  #child: UtilityProcess | undefined
  #problem: Problem | undefined
  #setupLink: string | undefined
  #alarms: readonly Alarm[] = []
  #failures = 0
  #retry: NodeJS.Timeout | undefined

  constructor(module: string, args: readonly string[]) {
    super()
    this.#module = module
    this.#args = args
  }

  get state(): ServerState {
    return this.#state
  }

  /** None while no server runs that would know. */
  get alarms(): readonly Alarm[] {
    return this.#state.name === 'running' ? this.#alarms : []
  }

  get url(): string | undefined {
    return this.#state.name === 'running' ? this.#state.url : undefined
  }

  /** The page to open first: the chat, or what comes before there is one. */
  get firstPage(): string | undefined {
    return this.url && (this.#setupLink ?? this.url)
  }

  start(): void {
    clearTimeout(this.#retry)
    if (this.#child) return
    this.#problem = undefined
    this.#become({ name: 'starting' })
    const child = utilityProcess.fork(this.#module, [...this.#args], {
      serviceName: 'Landline server',
      stdio: 'inherit',
      execArgv: ['--max-semi-space-size=4', '--heap-growing-percent=60'], // docs/decisions/small-heap.md
    })
    this.#child = child
    child.on('message', (message: FromServer) => this.#heard(message))
    child.once('exit', (code) => this.#ended(code))
  }

  /** Resolves once the process is gone; by force where it does not go by itself. */
  async stop(): Promise<void> {
    clearTimeout(this.#retry)
    const child = this.#child
    if (!child) {
      this.#become({ name: 'stopped' })
      return
    }
    if (this.#state.name !== 'stopping') {
      this.#become({ name: 'stopping' })
      child.postMessage({ type: 'stop' })
    }
    const force = setTimeout(() => child.pid && process.kill(child.pid, 'SIGKILL'), patience)
    await new Promise<void>((resolve) => child.once('exit', () => resolve()))
    clearTimeout(force)
  }

  async restart(): Promise<void> {
    await this.stop()
    this.start()
  }

  /** Hands the server one end of the owner's line. Without a server to take it, the line is closed at once. */
  connect(port: MessagePortMain): void {
    if (this.#child && this.#state.name === 'running') this.#child.postMessage({ type: 'control' }, [port])
    else port.close()
  }

  #heard(message: FromServer): void {
    if (message.event === 'problem') this.#problem = message.problem
    else if (message.event === 'alarms') {
      this.#alarms = message.alarms
      this.emit('alarms', this.#alarms)
    } else if (this.#state.name === 'stopping') return
    else if (message.event === 'restarting') this.#become({ name: 'starting' })
    else {
      this.#setupLink = message.setupLink
      this.#become({ name: 'running', url: message.url, since: Date.now() })
    }
  }

  #ended(code: number): void {
    const before = this.#state
    this.#child = undefined
    const wasAskedTo = before.name === 'stopping' || code === 0 // by us, or over the command line or the settings page
    if (wasAskedTo) this.#become({ name: 'stopped' })
    else if (this.#problem) this.#become({ name: 'stopped', problem: this.#problem })
    else this.#startAgainSoon(before, code)
  }

  #startAgainSoon(before: ServerState, code: number): void {
    if (before.name === 'running' && Date.now() - before.since > healthyAfter) this.#failures = 0
    const delay = delays[Math.min(this.#failures, delays.length - 1)] ?? 0
    this.#failures += 1
    this.#retry = setTimeout(() => this.start(), delay)
    const reason = before.name === 'running' ? 'It ended unexpectedly' : 'It ended before it was ready'
    this.#become({ name: 'waiting', until: Date.now() + delay, reason: `${reason} (code ${code}).`, failures: this.#failures })
  }

  #become(state: ServerState): void {
    this.#state = state
    this.emit('state', state)
  }
}
