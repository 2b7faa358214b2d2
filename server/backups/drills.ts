import { drill, type Rehearse } from './drill.ts'
import type { BackupsOptions } from './options.ts'
import type { Repositories } from './repositories.ts'
import type { Repository, SnapshotName } from './repository/repository.ts'
import type { BackupState, Drill } from './state.ts'
import type { Turns } from './turns.ts'

export interface DrillsParts {
  readonly options: BackupsOptions
  readonly repositories: Repositories
  readonly turns: Turns
  readonly state: BackupState
  /** Unix seconds. */
  readonly now: () => number
}

/** Rehearses restores, each in its turn, and notes how they went. */
export class Drills {
  rehearse: Rehearse | undefined
  readonly #parts: DrillsParts

  constructor(parts: DrillsParts) {
    this.#parts = parts
  }

  /**
   * Restores a snapshot, the newest one where none is named, into a scratch folder, starts a real server on it and reads a
   * message. The result is kept, whether good or bad.
   * @throws BackupRefused where there is no snapshot to try
   */
  async run(destination: string, snapshot = 'latest'): Promise<Drill> {
    const { repositories, turns, state, now } = this.#parts
    return await turns.take('drill', destination, () =>
      repositories.reading(destination, async (repository) => {
        const name = await repository.find(snapshot)
        const at = now()
        const outcome = await this.#tryOut(repository, name)
        const drilled = { at, snapshot: name.id, ...outcome }
        state.drilled(drilled)
        if (outcome.isFine) await this.#noteIn(destination, name.id, at)
        return drilled
      }),
    )
  }

  async #tryOut(repository: Repository, name: SnapshotName): Promise<{ isFine: boolean; message: string }> {
    const { options, turns } = this.#parts
    if (!this.rehearse) throw new Error('Nobody said how to start a server')
    try {
      const message = await drill(repository, name, options.folder.backups, this.rehearse, turns.signal)
      return { isFine: true, message }
    } catch (error) {
      turns.signal.throwIfAborted()
      options.warn?.(error, 'The restore drill failed')
      return { isFine: false, message: `The newest snapshot could not be restored and used: ${(error as Error).message}` }
    }
  }

  async #noteIn(destination: string, snapshot: string, drilledAt: number): Promise<void> {
    await this.#parts.repositories.writing(destination, 'the note of a drill', async (repository) => {
      const check = await repository.check(snapshot)
      await repository.writeCheck({ snapshot, verifiedAt: check?.verifiedAt ?? drilledAt, drilledAt })
    })
  }
}
