import { setTimeout } from 'node:timers/promises'
import { StartProblem } from './config/problem.ts'
import { SetupToken } from './config/setup-token.ts'
import { type Running, type RunOptions, runLandline } from './run.ts'

export interface KeepOptions extends Omit<RunOptions, 'onStop' | 'onRestart' | 'setupToken'> {
  /** People can connect: at first, and after each restart. */
  ready(running: Running): unknown
  /** It will be ready again, at the same address; meanwhile nobody is served. */
  restarting?(): void
  /** It begins to stop. */
  stopping?(): void
  /** It stopped as it was asked to, or could not start again. */
  ended(error?: unknown): void
}

export interface Kept {
  /** Undefined while nobody is served. */
  readonly running: Running | undefined
  /** Resolves once everything is closed; from then on nothing starts again. */
  stop(): Promise<void>
}

/**
 * A Landline that its owner can restart, which a restore does too: in this process, so that whoever watches over it has nothing to
 * do. The setup link stays good.
 * @throws StartProblem where it does not start at first
 */
export async function keepRunning(options: KeepOptions): Promise<Kept> {
  const setupToken = new SetupToken()
  let running: Running | undefined
  let starting: Promise<void> | undefined
  let isEnding = false

  /** @param port where any free one was asked for, the one that people know by now */
  async function start(port = options.port): Promise<void> {
    running = await runLandline({ ...options, port, setupToken, onStop: () => void stop(), onRestart: () => void restart() })
    await options.ready(running)
  }

  /** A command line may have taken the folder in the moment in which we let go of it; it will let go of it, too. */
  async function startOnceFree(port: number | undefined): Promise<void> {
    for (;;) {
      try {
        return await start(port)
      } catch (error) {
        if (isEnding || !(error instanceof StartProblem && error.code === 'DATA_FOLDER_IN_USE')) throw error
        await setTimeout(200)
      }
    }
  }

  async function stop(): Promise<void> {
    if (isEnding) return
    isEnding = true
    options.stopping?.()
    await starting?.catch(() => {}) // told already
    const stopping = running
    running = undefined
    await stopping?.stop()
    options.ended()
  }

  async function restart(): Promise<void> {
    if (!running || isEnding) return
    const stopping = running
    running = undefined
    options.restarting?.()
    const { port } = stopping.serving
    const takesAny = (options.port ?? stopping.appliance.settings.get().port) === 0
    starting = stopping.stop().then(() => startOnceFree(takesAny ? port : options.port))
    await starting.catch((error: unknown) => {
      isEnding = true
      options.ended(error)
    })
    starting = undefined
  }

  await start()
  return {
    get running() {
      return running
    },
    stop,
  }
}
