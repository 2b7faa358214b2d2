import { setTimeout } from 'node:timers/promises'
import { hasLandlineData } from '../config/data-folder.ts'
import { StartProblem } from '../config/problem.ts'
import type { Control } from '../control/contract.ts'
import { type Connection, connectToServer } from '../control/local-client.ts'
import type { Environment } from './environment.ts'
import { CommandRefused } from './failure.ts'
import type { Run } from './run.ts'

interface Where {
  readonly environment: Environment
  readonly data: string | undefined
  /** What the person ran. */
  readonly command: string
  /** Only `setup` may begin a new data folder; anything else in an empty one is a mistyped path. */
  readonly mayBeNew?: boolean
}

/** How long a server that holds the folder may take until it answers: it is just starting, or just stopping. */
const patience = 5000

/** Does some work as the owner: through the server that runs on the folder or, where none does, in the folder itself. */
export async function withControl<T>(where: Where, work: (control: Control) => Promise<T>): Promise<T> {
  const path = where.environment.dataFolder(where.data)
  if (!where.mayBeNew && !hasLandlineData(path)) {
    throw new CommandRefused(
      'NO_DATA',
      `There is no Landline in ${path}.`,
      'Name its data folder with --data, or make one with “landline setup”.',
    )
  }
  const { control, close } = await connect(where, path)
  try {
    return await work(control)
  } finally {
    await close()
  }
}

/** The same for a command that has nothing more to say about where. */
export const asOwner = <T>({ environment, options, command }: Run, work: (control: Control) => Promise<T>): Promise<T> =>
  withControl({ environment, data: options.data, command }, work)

async function connect(where: Where, path: string): Promise<{ control: Control; close(): unknown }> {
  const until = Date.now() + patience
  for (;;) {
    const server: Connection | undefined = await connectToServer({ path })
    if (server) return server
    try {
      const { openFolder } = await import('./open-folder.ts')
      return await openFolder(where.environment, path, where.command)
    } catch (error) {
      const isTaken = error instanceof StartProblem && error.code === 'DATA_FOLDER_IN_USE'
      if (!isTaken || Date.now() > until) throw error
      await setTimeout(100)
    }
  }
}
