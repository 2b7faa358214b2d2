import type { Server } from 'node:http'
import type { Appliance } from './appliance.ts'
import { hostToListenOn, reachableUrls } from './config/addresses.ts'
import { listenOnFreePort } from './config/port.ts'
import { createApp } from './http/app.ts'
import { mountEventSocket } from './http/event-socket.ts'
import { closeHttpServer, createHttpServer } from './http/listener.ts'
import { noRateLimits, rateLimits } from './http/rate-limits.ts'
import { Upgrades } from './http/upgrades.ts'

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
  const { api, moving } = appliance.features
  const away = () => moving.away
  let urls: readonly string[] = []
  const app = createApp({ api, away, database, limits, log, urls: () => urls, web: options.web })
  const upgrades = new Upgrades(() => moving.away !== undefined)
  mountEventSocket(upgrades, database, queues)
  const server = createHttpServer(app, upgrades)

  const host = at.host ?? hostToListenOn(settings.get())
  const wanted = at.port ?? settings.get().port
  const { port, moved } = await listenOnFreePort(server, host, wanted)
  if (moved) problems.push(moved)
  if (moved) settings.change({ port })
  queues.start()
  for (const problem of problems) log.warn({ code: problem.code }, `${problem.message} ${problem.nextStep}`)

  urls = reachableUrls(host, port, settings.get().publicUrl)
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
