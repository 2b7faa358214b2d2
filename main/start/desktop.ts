import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { at } from './parts.ts'

/** What a desktop app needs: Electron's runtime, and a screen. */
export interface DesktopChance {
  /** Electron's program, where there is both. */
  readonly electron: string | undefined
  /** Else what is missing, in words that end a sentence. */
  readonly missing?: string
}

export function desktopChance(
  env: NodeJS.ProcessEnv,
  platform = process.platform,
  electronPackage = at('node_modules/electron'),
): DesktopChance {
  const electron = findElectron(env, electronPackage)
  if (!electron) return { electron: undefined, missing: 'Electron’s program is not installed here' }
  if (!hasDisplay(env, platform)) return { electron: undefined, missing: 'this terminal has no display' }
  return { electron }
}

/** The package downloads its program when it is installed, and notes where in path.txt; without a network there is none. */
function findElectron(env: NodeJS.ProcessEnv, electronPackage: string): string | undefined {
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(electronPackage, 'dist')
  try {
    const program = path.join(dist, readFileSync(path.join(electronPackage, 'path.txt'), 'utf8').trim())
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

const hasDisplay = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
