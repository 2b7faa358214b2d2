import { powerSaveBlocker } from 'electron'
import type { ServerProcess } from './server-process.ts'

/** Keeps the computer from falling asleep while the server runs and the owner wants so. Call `update` when that changes. */
export function keepAwake(server: ServerProcess, isWanted: () => boolean): { update(): void } {
  let blocker: number | undefined
  const update = (): void => {
    const shouldBlock = server.state.name === 'running' && isWanted()
    if (shouldBlock && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension')
    else if (!shouldBlock && blocker !== undefined) {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
  }
  server.on('state', update)
  return { update }
}
