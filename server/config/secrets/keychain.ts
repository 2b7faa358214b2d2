import { Secret } from './secret.ts'
import { type SecretStore, SecretsLocked } from './secret-store.ts'

/** The part of keytar that we use. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
  findCredentials(service: string): Promise<{ account: string; password: string }[]>
}

export type LoadKeytar = () => Promise<Keytar>

/** Loaded only here and now: on a machine without libsecret the import itself fails. */
export const loadKeytar: LoadKeytar = async () => {
  const module = (await import('keytar')) as Keytar & { default?: Keytar }
  return module.default ?? module
}

let underWay = 0

/**
 * Whether a keychain has yet to answer. It may never: then the thread that waits for it keeps this process from ending, up to
 * the 25 seconds D-Bus allows, and whoever must end sooner has to kill it.
 */
export const waitsForKeychain = (): boolean => underWay > 0

async function ask<T>(work: () => Promise<T>, patience: number): Promise<T> {
  underWay++
  const answer = work().finally(() => underWay--)
  answer.catch(() => {}) // one that fails after we stopped waiting is no news
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not answer within ${patience / 1000} seconds`)), patience)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/** Secrets in the operating system's keychain: Keychain, Credential Manager, or the Secret Service of a Linux desktop. */
export class KeychainStore implements SecretStore {
  readonly #keytar: Keytar
  readonly #service: string
  readonly #patience: number

  constructor(keytar: Keytar, service: string, patience = 10_000) {
    this.#keytar = keytar
    this.#service = service
    this.#patience = patience
  }

  /** Whether the keychain keeps, gives back and forgets a value, asked rather than guessed. */
  async probe(): Promise<void> {
    const value = `probe ${process.pid} ${Math.random()}`
    const service = `${this.#service} (probe ${process.pid})`
    const patience = Math.min(this.#patience, 3000)
    const answer = await ask(async () => {
      await this.#keytar.setPassword(service, 'probe', value)
      const kept = await this.#keytar.getPassword(service, 'probe')
      await this.#keytar.deletePassword(service, 'probe')
      return kept
    }, patience)
    if (answer !== value) throw new Error('it did not give back what was put into it')
  }

  async get(name: string): Promise<Secret | undefined> {
    const value = await this.#ask(() => this.#keytar.getPassword(this.#service, name))
    return value === null ? undefined : new Secret(value)
  }

  async set(name: string, secret: Secret): Promise<void> {
    await this.#ask(() => this.#keytar.setPassword(this.#service, name, secret.reveal()))
  }

  async delete(name: string): Promise<void> {
    await this.#ask(() => this.#keytar.deletePassword(this.#service, name))
  }

  async names(): Promise<string[]> {
    const credentials = await this.#ask(() => this.#keytar.findCredentials(this.#service))
    return credentials.map(({ account }) => account).toSorted()
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await ask(work, this.#patience)
    } catch (error) {
      throw keychainLocked(error)
    }
  }
}

export const keychainLocked = (error: unknown): SecretsLocked =>
  new SecretsLocked(
    `The keychain of this computer cannot be opened: ${reasonOf(error)}.`,
    'Sign in to the desktop and unlock the keychain, then restart Landline. Until then it runs without what needs its secrets.',
    { cause: error },
  )

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
