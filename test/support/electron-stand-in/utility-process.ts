import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { type MessagePortMain, PortTable } from './message-ports.ts'

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly execArgv?: readonly string[]
  readonly cwd?: string
  readonly stdio?: 'pipe' | 'ignore' | 'inherit'
  readonly serviceName?: string
}

/** Those that run, as `app.getAppMetrics()` tells of them. */
export const running = new Map<number, { type: 'Utility'; pid: number; serviceName?: string }>()

/** A Node process whose `process.parentPort` speaks with us, as Electron's utility processes have it. */
class UtilityProcess extends EventEmitter {
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  pid: number | undefined
  readonly #child: ChildProcess
  readonly #ports: PortTable

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super()
    const stdio = options.stdio ?? 'inherit'
    const parentPort = new URL('parent-port.ts', import.meta.url).href
    this.#child = fork(modulePath, args, {
      env: options.env,
      cwd: options.cwd,
      execArgv: [...(options.execArgv ?? []), '--import', parentPort],
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
    })
    this.#ports = new PortTable((message) => this.#child.connected && this.#child.send(message))
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    this.pid = this.#child.pid
    const pid = this.#child.pid
    if (pid) running.set(pid, { type: 'Utility', pid, serviceName: options.serviceName })
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message: { port?: number; data: unknown }) => {
      if (message.port) this.#ports.handle({ ...message, port: message.port }, true)
      else this.emit('message', message.data)
    })
    this.#child.on('exit', (code, signal) => {
      this.pid = undefined
      if (pid) running.delete(pid)
      this.#ports.closeAll()
      this.emit('exit', code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0))
    })
    this.#child.on('error', (error) => this.emit('error', 'FatalError', error.message, ''))
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#ports.giveAway(port))
    if (this.#child.connected) this.#child.send({ data, ports })
  }

  kill(): boolean {
    return this.#child.kill()
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(modulePath, args, options),
}
