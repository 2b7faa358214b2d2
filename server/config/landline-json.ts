import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { writeFileAtomically } from './atomic-file.ts'
import { readSettings } from './read-settings.ts'
import { initialSettings, type SettingName, type Settings, settingNames, settingsTable } from './settings.ts'

/** What somebody asked a setting to be cannot be. `message` is a whole sentence. */
export class SettingRefused extends Error {
  readonly setting: SettingName

  constructor(setting: SettingName, value: unknown) {
    super(`“${setting}” should be ${settingsTable[setting].shouldBe}, not ${JSON.stringify(value)}.`)
    this.name = 'SettingRefused'
    this.setting = setting
  }
}

/** `landline.json`, the settings of this appliance: read at start, written whole and atomically at every change. */
export class SettingsFile {
  readonly path: string
  #settings: Settings
  readonly #listeners = new Set<(settings: Settings) => void>()

  /**
   * Reads the file, or writes a first one where there is none.
   * @throws StartProblem SETTINGS_INVALID; the file stays as it is
   */
  constructor(path: string) {
    this.path = path
    if (!existsSync(path)) writeFileAtomically(path, asText(initialSettings))
    chmodSync(path, 0o600)
    this.#settings = this.#read().settings
  }

  get(): Readonly<Settings> {
    return this.#settings
  }

  /**
   * Changes some settings; they are on disk when this returns. What else a person wrote into the file meanwhile is kept.
   * @throws SettingRefused for a value that cannot be; StartProblem where the file was broken by hand meanwhile. Nothing is written.
   */
  change(changes: Partial<Settings>): void {
    for (const name of settingNames) {
      if (changes[name] !== undefined && !settingsTable[name].schema.safeParse(changes[name]).success) {
        throw new SettingRefused(name, changes[name])
      }
    }
    const { everything } = this.#read()
    const text = asText({ ...everything, ...changes })
    writeFileAtomically(this.path, text)
    this.#settings = readSettings(text, this.path).settings
    for (const listener of this.#listeners) listener(this.#settings)
  }

  /** Tells of every change until the returned function is called. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #read() {
    return readSettings(readFileSync(this.path, 'utf8'), this.path)
  }
}

const asText = (everything: object): string => `${JSON.stringify(everything, undefined, 2)}\n`
