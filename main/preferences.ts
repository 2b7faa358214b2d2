import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const Place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(200),
  height: z.int().min(200),
  isMaximized: z.boolean().default(false),
})
export type Place = z.infer<typeof Place>

/** What the desktop app remembers about this computer. Anything missing or odd is as if never chosen: nothing here is precious. */
const Preferences = z.object({
  keepAwake: z.boolean().catch(true),
  wasToldAboutTray: z.boolean().catch(false),
  places: z.object({ chat: Place.optional().catch(undefined), settings: Place.optional().catch(undefined) }).catch({}),
})
export type Preferences = z.infer<typeof Preferences>

export class PreferencesFile {
  readonly #file: string
  #current: Preferences

  constructor(file: string) {
    this.#file = file
    this.#current = Preferences.parse(readJson(file))
  }

  get current(): Preferences {
    return this.#current
  }

  change(changes: Partial<Preferences>): void {
    this.#current = { ...this.#current, ...changes }
    const fresh = `${this.#file}.new`
    writeFileSync(fresh, `${JSON.stringify(this.#current, null, 2)}\n`, { mode: 0o600 })
    renameSync(fresh, this.#file)
  }
}

function readJson(file: string): object {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}
