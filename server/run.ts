import { type Appliance, type ApplianceOptions, openAppliance } from './appliance.ts'
import { type ControlHandler, controlHandler } from './control/handler.ts'
import { openLocalSocket } from './control/local-socket.ts'
import type { OwnersServer } from './control/owner.ts'
import { Tickets } from './control/tickets.ts'
import { unlockRoutes } from './control/unlock.ts'
import { controlSockets } from './control/web-socket.ts'
import { findRealm } from './realm/find.ts'
import { rehearseWith } from './rehearse.ts'
import { type Serving, serve } from './serving.ts'
import { version } from './version.ts'

export interface RunOptions extends ApplianceOptions {
  readonly host?: string
  readonly port?: number
  /** The owner asked for it, over the contract. */
  readonly onStop: () => void
  readonly onRestart: () => void
}

/** A Landline that serves people and obeys its owner. */
export interface Running {
  readonly appliance: Appliance
  readonly serving: Serving
  readonly control: ControlHandler
  /** Where to make the organization; undefined once there is one. */
  setupLink(): Promise<string | undefined>
  /** Finishes what is under way, within a few seconds. */
  stop(): Promise<void>
}

/** @throws StartProblem, in words for a person; then nothing is left running */
export async function runLandline(options: RunOptions): Promise<Running> {
  const appliance = await openAppliance(options)
  try {
    return await serveWithOwner(appliance, options)
  } catch (error) {
    await appliance.close()
    throw error
  }
}

async function serveWithOwner(appliance: Appliance, { host, port, onStop, onRestart }: RunOptions): Promise<Running> {
  const tickets = new Tickets()
  const { setupToken } = appliance
  unlockRoutes(appliance.features.api, { tickets, setupToken, hasRateLimits: appliance.options.hasRateLimits !== false })
  const serving = await serve(appliance, { host, port })
  let isStopping = false
  const server: OwnersServer = {
    host: serving.host,
    urls: serving.urls,
    since: serving.since,
    get isStopping() {
      return isStopping
    },
    peopleConnected: () => appliance.queues.peopleConnected,
    setupLink: () => appliance.setupToken.linkAt(serving.url),
    stop: () => onceAnswered(onStop),
    restart: () => onceAnswered(onRestart),
  }
  const control = controlHandler({ version, appliance, server }, appliance.log)
  const sockets = controlSockets(control, tickets, appliance.database.read)
  serving.upgrades.on('/control', sockets.upgrade)
  appliance.features.backups.rehearse = rehearseWith(appliance.options)
  appliance.features.restores.restart = server.restart
  appliance.features.restores.startTidying()
  appliance.features.backups.start()
  appliance.features.watcher.start()
  const local = await openLocalSocket(appliance.folder, control, appliance.log)
  if (local.problem) appliance.problems.push(local.problem)

  return {
    appliance,
    serving,
    control,
    setupLink: async () => ((await findRealm(appliance.database.read)) ? undefined : server.setupLink()),
    async stop() {
      isStopping = true
      local.close()
      sockets.close()
      await serving.stop()
      await appliance.close()
    },
  }
}

/** Whoever asks over the line that is about to close hears that it was understood. */
function onceAnswered(work: () => void): void {
  setTimeout(work, 50)
}
