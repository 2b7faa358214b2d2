#!/usr/bin/env -S node --max-semi-space-size=4 --heap-growing-percent=60
/* argv and environment → the command line, or a server for the desktop app. */
import path from 'node:path'
import type { Environment } from './cli/environment.ts'
import { runCommandLine } from './cli/program.ts'
import { whichDataFolder } from './config/data-folder.ts'
import { Secret } from './config/secrets/secret.ts'

/** Built, this file lies in dist/server; as source, in server. */
const here = import.meta.dirname
const dist = path.basename(path.dirname(here)) === 'dist' ? path.dirname(here) : path.resolve(here, '../dist')

const { env } = process
const environment: Environment = {
  dataFolder: (named) => whichDataFolder(named, env),
  masterKey: env.LANDLINE_MASTER_KEY ? new Secret(env.LANDLINE_MASTER_KEY) : undefined,
  hasRateLimits: env.LANDLINE_RATE_LIMITS !== 'off',
  web: { chat: path.join(dist, 'chat'), settings: path.join(dist, 'settings') },
}

const args = process.argv.slice(2)
if ('parentPort' in process && process.parentPort) {
  const { serveDesktop } = await import('./serve-desktop.ts')
  await serveDesktop(process.parentPort as unknown as Parameters<typeof serveDesktop>[0], args, environment)
} else {
  process.exitCode = await runCommandLine(args, environment)
}
