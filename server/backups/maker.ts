import { OwnersProblem } from '../config/problem.ts'
import type { Destinations, Place } from './destinations.ts'
import { type Made, makeBackup } from './make.ts'
import { type BackupsOptions, sourceOf } from './options.ts'
import { BackupRefused } from './refused.ts'
import type { Repositories } from './repositories.ts'
import type { Manifest } from './snapshot/manifest.ts'
import { ownDigestIn } from './snapshot/own-files.ts'
import { forgetOtherNotes } from './snapshot/page-notes.ts'
import type { BackupState } from './state.ts'
import type { Turns } from './turns.ts'

export interface MadeBackup extends Made {
  readonly destination: string
}

export interface MakerParts {
  readonly options: BackupsOptions
  readonly destinations: Destinations
  readonly repositories: Repositories
  readonly turns: Turns
  readonly state: BackupState
  /** Unix seconds. */
  readonly now: () => number
  /** Hears of a destination that has a new snapshot. */
  readonly made: (destination: string) => void
}

/** Makes backups, each in its turn, and notes how they went. */
export class Maker {
  readonly #parts: MakerParts

  constructor(parts: MakerParts) {
    this.#parts = parts
  }

  /**
   * Backs up to a destination, or to all of them. One that fails does not keep the others from theirs.
   * @throws BackupRefused where it failed everywhere; else failures are in the state, for the status
   */
  async create(destination: string | undefined, reason: Manifest['reason']): Promise<MadeBackup[]> {
    const { options, destinations, turns } = this.#parts
    if (options.isGone?.()) throw gone()
    const names = destination === undefined ? destinations.names : [destination]
    const made: MadeBackup[] = []
    const failures: unknown[] = []
    for (const name of names) {
      try {
        made.push({ ...(await turns.take('backup', name, () => this.#makeAt(name, reason))), destination: name })
      } catch (error) {
        failures.push(error)
      }
    }
    if (made.length === 0) throw failures[0]
    return made
  }

  /** Backs up into a folder that is no destination, and does not become one. @throws BackupRefused */
  async createIn(folder: string, reason: Manifest['reason']): Promise<MadeBackup> {
    const { destinations, turns } = this.#parts
    const known = destinations.names.find((name) => destinations.whereIs(name).where === folder)
    if (known) return (await this.create(known, reason))[0]!
    return await turns.take('backup', folder, async () => {
      const place = await destinations.tryOut(folder, { folder }, undefined)
      return { ...(await this.#makeIn(place, reason)), destination: folder }
    })
  }

  async #makeAt(name: string, reason: Manifest['reason']): Promise<Made> {
    const { repositories, state, turns, now, made } = this.#parts
    const since = Date.now()
    try {
      const taken = await repositories.at(name, (place) => this.#makeIn(place, reason))
      made(name)
      const { manifest, newBytes, untidied } = taken
      const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
      const seconds = (Date.now() - since) / 1000
      const missing = manifest.missing.length
      const settings = ownDigestIn(manifest)
      state.succeeded(name, { snapshot: taken.name.id, at: now(), seconds, bytes, newBytes, missing, settings, untidied })
      return taken
    } catch (error) {
      if (!turns.signal.aborted) this.#note(name, error)
      throw error
    }
  }

  async #makeIn(place: Place, reason: Manifest['reason']): Promise<Made> {
    const { options, destinations, repositories, turns, now } = this.#parts
    const scratch = options.folder.backups
    await forgetOtherNotes(scratch, [...destinations.storeIds, place.store.id])
    return await makeBackup({
      place,
      own: await repositories.own(),
      source: sourceOf(options),
      retention: options.settings.get().retention,
      reason,
      scratch,
      now,
      signal: turns.signal,
      warn: options.warn ?? (() => {}),
      report: turns.report,
    })
  }

  #note(name: string, error: unknown): void {
    const { options, state, now } = this.#parts
    const isTold = error instanceof OwnersProblem
    const message = isTold ? error.message : 'The backup failed for a reason that Landline was not prepared for.'
    const nextStep = isTold ? error.nextStep : 'The log in the data folder (logs/landline.log) says more.'
    state.failed(name, { at: now(), message, nextStep })
    options.warn?.(error, `The backup to ${name} failed`)
  }
}

const gone = (): BackupRefused =>
  new BackupRefused(
    'MOVE_DONE',
    'This chat has moved to another computer, which backs it up from now on.',
    'To serve people here again, undo the move first.',
  )
