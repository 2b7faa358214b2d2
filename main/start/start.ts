/* `npm start`: builds what is stale, then the desktop app where that is possible, else the server alone. */
import { spawn } from 'node:child_process'
import { buildOrExit } from './build-or-exit.ts'
import { runBuiltServer } from './built.ts'
import { desktopChance } from './desktop.ts'
import { root } from './parts.ts'

const args = process.argv.slice(2)
const mustBeDesktop = args[0] === '--desktop'
const passedOn = mustBeDesktop ? args.slice(1) : args

const { electron, missing } = desktopChance(process.env)
if (mustBeDesktop && !electron) {
  console.error(`There can be no desktop app: ${missing}. “npm start” runs the server alone.`)
  process.exit(1)
}

await buildOrExit(electron ? ['server', 'chat', 'settings', 'desktop'] : ['server', 'chat', 'settings'])
process.stderr.write(`Landline runs ${electron ? 'as a desktop app' : `without a window: ${missing}`}.\n`)
if (electron) await runDesktop(electron)
else await runBuiltServer(['serve', ...passedOn])

async function runDesktop(program: string): Promise<void> {
  const app = spawn(program, [root, ...passedOn], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal))
  app.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0)
  })
}
