import { randomBytes } from 'node:crypto'
import type { KeySlot, KnownKey } from '../../config/backup-settings.ts'
import { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import type { ChosenSettings } from '../chosen-settings.ts'
import { BackupRefused } from '../refused.ts'
import { Cipher } from '../repository/cipher.ts'
import { newRecoveryKey, parseRecoveryKey } from './recovery-key.ts'
import { openDataKey, sealDataKey } from './slots.ts'

export interface KeyringParts {
  readonly secrets: SecretStore
  readonly settings: ChosenSettings
  /** Unix seconds. */
  readonly now: () => number
}

const dataKeyName = 'backups/data-key'

/**
 * One data key seals everything that this appliance backs up, wherever to; each recovery key opens it. The secret store holds it,
 * so that nobody needs to type a key at night.
 */
export class Keyring {
  readonly #parts: KeyringParts

  constructor(parts: KeyringParts) {
    this.#parts = parts
  }

  get keys(): readonly KnownKey[] {
    return this.#parts.settings.get().keys
  }

  /** As they stand in a repository. */
  get slots(): KeySlot[] {
    return this.keys.map(({ provedAt: _, ...slot }) => slot)
  }

  /** Undefined until the first recovery key is made: nothing may be sealed that nobody could open. */
  async cipher(): Promise<Cipher | undefined> {
    if (this.keys.length === 0) return undefined
    return new Cipher(await this.#dataKey())
  }

  /**
   * Makes a recovery key. It is told once: only the owner keeps it.
   * @throws BackupRefused KEY_EXISTS where there is one and `another` was not asked for
   */
  async create(another: boolean): Promise<Secret> {
    if (this.keys.length > 0 && !another) throw keyExists()
    const dataKey = this.keys.length === 0 ? await this.#newDataKey() : await this.#dataKey()
    const key = newRecoveryKey()
    const slot = await sealDataKey(dataKey, parseRecoveryKey(key.reveal()), this.#parts.now())
    this.#parts.settings.change({ keys: [...this.keys, { ...slot, provedAt: null }] })
    return key
  }

  /** Notes that the owner has this key. @throws BackupRefused KEY_WRONG */
  async prove(key: Secret): Promise<KnownKey> {
    const { secrets, settings, now } = this.#parts
    const { dataKey, slot } = await openDataKey(this.keys, key)
    await secrets.set(dataKeyName, new Secret(dataKey.toString('base64'))) // also mends a keychain that lost it
    const proved = { ...this.keys.find(({ id }) => id === slot.id)!, provedAt: now() }
    settings.change({ keys: this.keys.map((known) => (known.id === slot.id ? proved : known)) })
    return proved
  }

  /** @throws BackupRefused KEY_UNKNOWN, or for the last one: what it sealed could not be opened any more */
  remove(id: string): void {
    const { settings } = this.#parts
    const left = this.keys.filter((key) => key.id !== id)
    if (left.length === this.keys.length) {
      throw new BackupRefused('KEY_UNKNOWN', `There is no recovery key ${id}.`, 'Look which there are.')
    }
    if (left.length === 0) {
      throw new BackupRefused('KEY_UNKNOWN', 'This is the only recovery key.', 'Make another one first.')
    }
    settings.change({ keys: left, removedKeys: [...settings.get().removedKeys, id] })
  }

  async #newDataKey(): Promise<Buffer> {
    const dataKey = randomBytes(32)
    await this.#parts.secrets.set(dataKeyName, new Secret(dataKey.toString('base64')))
    return dataKey
  }

  async #dataKey(): Promise<Buffer> {
    const stored = await this.#parts.secrets.get(dataKeyName)
    if (!stored) throw dataKeyLost()
    return Buffer.from(stored.reveal(), 'base64')
  }
}

const keyExists = (): BackupRefused =>
  new BackupRefused(
    'KEY_EXISTS',
    'There is a recovery key already.',
    'Make another one beside it; if the first is lost, remove it then.',
  )

const dataKeyLost = (): BackupRefused =>
  new BackupRefused(
    'KEY_LOST',
    'The key that seals the backups is no longer among the secrets of this computer.',
    'Show that you have your recovery key, as after it was made: that puts it back.',
  )
