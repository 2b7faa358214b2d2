import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { type FolderLock, lockDataFolder } from '../../server/config/lock.ts'
import { StartProblem } from '../../server/config/problem.ts'
import { moveInto } from './move-into.ts'
import { at, type Part, parts, partsNamed, root } from './parts.ts'
import { fingerprint, isStale, noteBuilt } from './staleness.ts'

/** A build did not succeed; what was wrong has been printed by it. */
export class BuildFailed extends Error {}

/**
 * Builds those parts whose sources have changed since they were last built, and says so in one line on standard error.
 * Two that start at once take turns, and the second finds everything done.
 * @param names of the parts that are needed; all of them where none is named
 */
export async function buildWhatIsStale(names: readonly string[] = parts.map(({ name }) => name)): Promise<void> {
  if (!partsNamed(names).some(isStale)) return
  const lock = await takeTurn()
  try {
    const stale = partsNamed(names).filter(isStale)
    if (stale.length > 0) await build(stale, 'changed since the last build')
  } finally {
    lock.release()
  }
}

/** Builds everything, whether it has changed or not. */
export async function buildEverything(): Promise<void> {
  const lock = await takeTurn()
  try {
    await build(parts, 'everything', true)
  } finally {
    lock.release()
  }
}

async function build(stale: readonly Part[], why: string, isWhole = false): Promise<void> {
  const started = Date.now()
  process.stderr.write(`Building ${stale.map(({ name }) => name).join(', ')} (${why}) … `)
  const outcomes = await Promise.allSettled(stale.map((part) => buildPart(part, isWhole))) // all of them: the lock is held for every one
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

/** In a process of its own, with an environment of its own: what is built must not depend on who asked. */
async function buildPart(part: Part, isWhole: boolean): Promise<void> {
  const from = fingerprint(part)
  const staging = at('dist', '.built', `${part.name}.new`)
  const into = part.output ? ['--outDir', staging, '--emptyOutDir'] : []
  const args = [at('node_modules/vite/bin/vite.js'), 'build', '--config', part.config, '--logLevel', 'warn', ...into]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
    stdio: ['ignore', 2, 2], // standard output belongs to whoever asked for the build
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new BuildFailed(`Building ${part.name} failed; see above.`)
  if (part.output) moveInto(staging, at(part.output), isWhole)
  noteBuilt(part, from)
}

async function takeTurn(): Promise<FolderLock> {
  mkdirSync(at('dist', '.built'), { recursive: true })
  for (;;) {
    try {
      return lockDataFolder({ path: at('dist'), lock: at('dist', '.built', 'lock') }, 'a build')
    } catch (error) {
      if (!(error instanceof StartProblem)) throw error
      await setTimeout(200)
    }
  }
}
