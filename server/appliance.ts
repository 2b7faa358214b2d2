import { join } from 'node:path'
import type { Logger } from 'pino'
import { Recorder } from './backups/journal/recorder.ts'
import { Spool } from './backups/journal/spool.ts'
import { openSettled } from './backups/restore/open-settled.ts'
import type { SwapDisk } from './backups/restore/swap.ts'
import { type DataFolder, openDataFolder } from './config/data-folder.ts'
import { SettingsFile } from './config/landline-json.ts'
import { lockDataFolder } from './config/lock.ts'
import { type Problem, StartProblem } from './config/problem.ts'
import { forgetKeychain, openSecrets, type Secrets } from './config/secrets/choose.ts'
import type { Secret } from './config/secrets/secret.ts'
import { SetupToken } from './config/setup-token.ts'
import { type Database, openDatabase } from './database/connection.ts'
import { DatabaseRefused, migrate } from './database/migrate.ts'
import { WriteGate } from './database/write-gate.ts'
import { type Features, mountFeatures } from './features.ts'
import { ApiRouter } from './http/api-router.ts'
import type { WebFolders } from './http/web-pages.ts'
import { openLog } from './monitoring/log.ts'
import { probe } from './probe.ts'
import { type EventBus, localBus } from './realtime/bus.ts'
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
  /** Where a process opens its folder again, the setup link goes on working. */
  readonly setupToken?: SetupToken
  /** What a restore changes names on; tests have one that fails. */
  readonly disk?: SwapDisk
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
    const opened = await openSettled({
      folder: folder.path,
      disk: options.disk,
      open: () => openLocked(options, folder),
      close: (appliance) => appliance.close(),
      probe,
      forget: forgetKeychain,
    })
    return { ...opened, close: () => opened.close().finally(() => lock.release()) }
  } catch (error) {
    lock.release()
    throw error instanceof DatabaseRefused ? asStartProblem(error) : error
  }
}

async function openLocked(options: ApplianceOptions, folder: DataFolder): Promise<Appliance> {
  const settings = new SettingsFile(folder.settings)
  const log = openLog(folder.logs, settings.get().logLevel)
  const secrets = await openSecrets({ folder, settings, masterKey: options.masterKey })
  const warn = (err: unknown, sentence: string): void => log.warn({ err }, sentence)
  const recorder = new Recorder(folder.database, new Spool(join(folder.backups, '.journal')), warn)
  await recorder.salvage()
  const wasChanged = migrate(folder.database, folder.backups)

  const queues = new EventQueues()
  const queuesFile = join(folder.path, 'event-queues.json')
  readQueues(queuesFile, queues)
  const { setupToken = new SetupToken() } = options
  const bus = localBus()
  bus.subscribe((emissions) => queues.publish(emissions))
  const writes = new WriteGate()
  const database = writes.guard(openHeardDatabase(folder.database, bus))
  await recorder.follow(database, { wasChanged })
  const features = await mountFeatures({
    api: new ApiRouter(),
    bus,
    database,
    folder,
    hasRateLimits: options.hasRateLimits ?? true,
    log,
    openSecretsIn: async (path, its) =>
      (await openSecrets({ folder: { path }, settings: its, masterKey: options.masterKey })).store,
    queues,
    recorder,
    secrets: secrets.store,
    settings,
    setupToken,
    writes,
  }).catch(async (error: unknown) => {
    await database.close() // a restore that does not open has to go again, and nobody may rename what is open
    throw error
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
    problems: [...folder.warnings, secrets.report.problem, rateLimitWarning(options)].filter((one) => one !== undefined),
    options,
    async close() {
      await features.close()
      await database.close()
      // last: whatever was committed is in them. Where the disk is full, clients register anew, as after a crash
      await writeQueues(queuesFile, queues).catch((err: unknown) => warn(err, 'Clients will have to register anew'))
    },
  }
}

/** What its transactions emit is on the bus once they have committed. */
function openHeardDatabase(file: string, bus: EventBus): Database {
  return openDatabase(file, (trx) => {
    const emissions = takeOutbox(trx)
    if (emissions.length > 0) bus.publish(emissions)
  })
}

function asStartProblem(refused: DatabaseRefused): StartProblem {
  return new StartProblem(refused.isNewer ? 'DATABASE_TOO_NEW' : 'DATABASE_DAMAGED', refused.message, refused.nextStep)
}

function rateLimitWarning({ hasRateLimits = true }: ApplianceOptions): Problem | undefined {
  if (hasRateLimits) return undefined
  return {
    code: 'RATE_LIMITS_OFF',
    message: 'Rate limits are off: anybody who reaches this server may try passwords as fast as they can.',
    nextStep: 'Unless this is a test, start Landline without LANDLINE_RATE_LIMITS=off.',
  }
}
