import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { hostToListenOn, reachableUrls } from './config/addresses.ts'
import { type DataFolder, openDataFolder } from './config/data-folder.ts'
import { SettingsFile } from './config/landline-json.ts'
import { lockDataFolder } from './config/lock.ts'
import { listenOnFreePort } from './config/port.ts'
import { type Problem, StartProblem } from './config/problem.ts'
import { openSecrets, type Secrets } from './config/secrets/choose.ts'
import type { Secret } from './config/secrets/secret.ts'
import { SetupToken } from './config/setup-token.ts'
import { type Database, openDatabase } from './database/connection.ts'
import { DatabaseRefused, migrate } from './database/migrate.ts'
import { type Features, mountFeatures } from './features.ts'
import { ApiRouter } from './http/api-router.ts'
import { createApp } from './http/app.ts'
import { mountEventSocket } from './http/event-socket.ts'
import { closeHttpServer, createHttpServer } from './http/listener.ts'
import { noRateLimits, rateLimits } from './http/rate-limits.ts'
import { Upgrades } from './http/upgrades.ts'
import type { WebFolders } from './http/web-pages.ts'
import { openLog } from './monitoring/log.ts'
import { localBus } from './realtime/bus.ts'
import { takeOutbox } from './realtime/emit.ts'
import { readQueues, writeQueues } from './realtime/event-queues-file.ts'
import { EventQueues } from './realtime/queues.ts'

export interface ApplianceOptions {
  readonly folder: string
  /** What the person ran, for whoever finds the folder in use. */
  readonly command: string
  readonly web: WebFolders
  readonly masterKey?: Secret
  /** Off for tests and benches only. */
  readonly hasRateLimits?: boolean
}

/** A data folder that this process has opened: everything that works without listening to a network. */
export interface Appliance {
  readonly folder: DataFolder
  readonly settings: SettingsFile
  readonly secrets: Secrets
  readonly setupToken: SetupToken
  readonly database: Database
  readonly queues: EventQueues
  readonly features: Features
  readonly log: Logger
  /** What the owner should know, though Landline runs. */
  readonly problems: Problem[]
  readonly options: ApplianceOptions
  /** Finishes what is under way, writes down what clients have yet to hear, and lets go of the folder. */
  close(): Promise<void>
}

/** @throws StartProblem, in words for a person; the folder is then as it was */
export async function openAppliance(options: ApplianceOptions): Promise<Appliance> {
  const folder = openDataFolder(options.folder)
  const lock = lockDataFolder(folder, options.command)
  try {
    return await openLocked(options, folder, lock)
  } catch (error) {
    lock.release()
    throw error instanceof DatabaseRefused ? asStartProblem(error) : error
  }
}

async function openLocked(options: ApplianceOptions, folder: DataFolder, lock: { release(): void }): Promise<Appliance> {
  const settings = new SettingsFile(folder.settings)
  const log = openLog(folder.logs, settings.get().logLevel)
  const secrets = await openSecrets({ folder, settings, masterKey: options.masterKey })
  migrate(folder.database, folder.backups)

  const queues = new EventQueues()
  const queuesFile = join(folder.path, 'event-queues.json')
  readQueues(queuesFile, queues)
  const setupToken = new SetupToken()
  const bus = localBus()
  bus.subscribe((emissions) => queues.publish(emissions))
  const database = openDatabase(folder.database, (trx) => {
    const emissions = takeOutbox(trx)
    if (emissions.length > 0) bus.publish(emissions)
  })
  const features = await mountFeatures({
    api: new ApiRouter(),
    bus,
    database,
    folder,
    hasRateLimits: options.hasRateLimits ?? true,
    log,
    queues,
    secrets: secrets.store,
    settings,
    setupToken,
  })
  return {
    folder,
    settings,
    secrets,
    setupToken,
    database,
    queues,
    features,
    log,
    problems: [...folder.warnings, ...(secrets.report.problem ? [secrets.report.problem] : []), ...rateLimitWarning(options)],
    options,
    async close() {
      await features.close()
      await database.close()
      await writeQueues(queuesFile, queues) // last: whatever was committed is in them
      lock.release()
    },
  }
}

function asStartProblem(refused: DatabaseRefused): StartProblem {
  return new StartProblem(refused.isNewer ? 'DATABASE_TOO_NEW' : 'DATABASE_DAMAGED', refused.message, refused.nextStep)
}

const rateLimitWarning = ({ hasRateLimits = true }: ApplianceOptions): Problem[] =>
  hasRateLimits
    ? []
    : [
        {
          code: 'RATE_LIMITS_OFF',
          message: 'Rate limits are off: anybody who reaches this server may try passwords as fast as they can.',
          nextStep: 'Unless this is a test, start Landline without LANDLINE_RATE_LIMITS=off.',
        },
      ]

export interface Serving {
  readonly host: string
  readonly port: number
  /** Where to open it on this computer. */
  readonly url: string
  /** Every address that reaches it, the one to hand out first. */
  readonly urls: readonly string[]
  readonly upgrades: Upgrades
  readonly server: Server
  readonly since: Date
  /** Stops within a few seconds. Clients go on where they were once the folder is closed and served again. */
  stop(): Promise<void>
}

/** How long requests under way may take when we stop. */
const grace = 3000

/** @throws StartProblem where no address can be opened */
export async function serve(appliance: Appliance, at: { readonly host?: string; readonly port?: number } = {}): Promise<Serving> {
  const { database, queues, settings, log, options, problems } = appliance
  const limits = options.hasRateLimits === false ? noRateLimits() : rateLimits()
  const app = createApp({ api: appliance.features.api, database, limits, log, web: options.web })
  const upgrades = new Upgrades()
  mountEventSocket(upgrades, database, queues)
  const server = createHttpServer(app, upgrades)

  const host = at.host ?? hostToListenOn(settings.get())
  const wanted = at.port ?? settings.get().port
  const { port, moved } = await listenOnFreePort(server, host, wanted)
  if (moved) problems.push(moved)
  if (moved) settings.change({ port })
  queues.start()
  for (const problem of problems) log.warn({ code: problem.code }, `${problem.message} ${problem.nextStep}`)

  const urls = reachableUrls(host, port, settings.get().publicUrl)
  log.info({ host, port }, 'Serving')
  return {
    host,
    port,
    url: urls.at(-1)!,
    urls,
    upgrades,
    server,
    since: new Date(),
    async stop() {
      queues.stop()
      await closeHttpServer(server, grace)
      log.info('Stopped')
    },
  }
}
