import { randomBytes } from 'node:crypto'
import type { Db } from '../database/connection.ts'
import { findRealm } from '../realm/find.ts'
import type { ChosenSettings } from './chosen-settings.ts'
import type { Destinations, Place } from './destinations.ts'
import { explained } from './failure.ts'
import { openForJournal } from './journal/store.ts'
import type { Keyring } from './keys/keyring.ts'
import { type Own, writing } from './make.ts'
import { openRepository } from './repository/open.ts'
import { Repository } from './repository/repository.ts'
import { whileThere } from './repository/still-there.ts'

export interface RepositoriesParts {
  readonly destinations: Destinations
  readonly keyring: Keyring
  readonly settings: ChosenSettings
  readonly db: Db
  /** Ends what takes long. */
  readonly signal: AbortSignal
}

/** Our own backups in each destination, opened with our own key for as long as a work on them takes. */
export class Repositories {
  readonly #parts: RepositoriesParts

  constructor(parts: RepositoriesParts) {
    this.#parts = parts
  }

  /** Opens a destination for as long as `work` takes, whatever is in it. */
  async at<T>(destination: string, work: (place: Place) => Promise<T>): Promise<T> {
    const place = await this.#parts.destinations.open(destination)
    try {
      return await work(place)
    } finally {
      place.close()
    }
  }

  reading<T>(destination: string, work: (repository: Repository, place: Place) => Promise<T>): Promise<T> {
    return this.at(destination, async (place) => {
      try {
        const { header, store } = await openRepository(place.store)
        const repository = new Repository(store, header, await this.#parts.keyring.cipher())
        return await whileThere(store, () => work(repository, place))
      } catch (error) {
        throw explained(error, place.where, place.bucket)
      }
    })
  }

  /** @param what is done, for whoever finds the place locked */
  writing<T>(destination: string, what: string, work: Parameters<typeof writing<T>>[1]): Promise<T> {
    const { signal } = this.#parts
    return this.at(destination, async (place) => writing({ place, own: await this.own(), what, signal }, work))
  }

  /** For the journal, which closes the place itself; undefined where there is nothing yet that it could go on from. */
  async openForJournal(destination: string): Promise<{ repository: Repository; place: Place } | undefined> {
    const { destinations, settings, keyring } = this.#parts
    const place = await destinations.open(destination)
    const { applianceId } = settings.get()
    const repository = await openForJournal(place.store, applianceId, await keyring.cipher()).catch((error: unknown) => {
      place.close()
      throw explained(error, place.where, place.bucket)
    })
    if (repository) return { repository, place }
    place.close()
    return undefined
  }

  /** Whose backups ours are, and what opens them. The first time, this Landline gets its name. */
  async own(): Promise<Own> {
    const { settings, keyring, db } = this.#parts
    const appliance = settings.get().applianceId ?? randomBytes(8).toString('hex')
    if (settings.get().applianceId === null) settings.change({ applianceId: appliance })
    const organization = (await findRealm(db))?.name ?? 'not set up yet'
    const cipher = await keyring.cipher()
    const sealedWith = cipher?.fingerprint ?? null
    const header = { landlineBackups: 1 as const, appliance, organization, keys: keyring.slots, sealedWith }
    return { header, cipher, removedKeys: settings.get().removedKeys }
  }
}
