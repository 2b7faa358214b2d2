import type { Destinations } from './destinations.ts'
import type { BackupsOptions } from './options.ts'
import type { Repositories } from './repositories.ts'
import { type Verification, verifyRepository } from './repository/verify.ts'
import { type Pruned, prune } from './retention/prune.ts'
import type { Turns } from './turns.ts'

interface Parts {
  readonly options: BackupsOptions
  readonly destinations: Destinations
  readonly repositories: Repositories
  readonly turns: Turns
}

/** Looks after what is in the destinations, one after the other. */
export class Upkeep {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** @see verifyRepository */
  async verify(destination: string): Promise<Verification> {
    const { options, repositories, turns } = this.#parts
    return await turns.take('verify', destination, () =>
      repositories.reading(destination, (repository) =>
        verifyRepository(repository, options.folder.backups, turns.signal, turns.report),
      ),
    )
  }

  /** @see prune */
  async prune(destination: string, dryRun: boolean): Promise<Pruned> {
    const { options, repositories, turns } = this.#parts
    return await turns.take('prune', destination, () =>
      repositories.writing(destination, 'the removal of old snapshots', (repository, lock) =>
        prune(repository, lock, options.settings.get().retention, dryRun),
      ),
    )
  }

  /** Every place learns of the recovery keys when it is next written to; those that are there, now. */
  async spreadKeys(): Promise<void> {
    const { options, destinations, repositories, turns } = this.#parts
    for (const name of destinations.names) {
      await turns
        .take('keys', name, () => repositories.writing(name, 'a change of recovery keys', async () => {}))
        .catch((error: unknown) => options.warn?.(error, `${name} learns of the recovery keys at the next backup`))
    }
  }
}
