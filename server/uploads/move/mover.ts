import { badRequest } from '../../api/error.ts'
import { writeFileAtomically } from '../../config/atomic-file.ts'
import { allFileClasses, type FileClass } from '../file-class.ts'
import { diskReserve, mebibyte } from '../limits.ts'
import { profileFor } from '../stores/s3/provider-profiles.ts'
import { bringAll } from './bring-all.ts'
import type { CopyParts } from './copy.ts'
import { Pace } from './pace.ts'
import { type MovePlan, type MoveProgress, type MoveReport, planOf, progressOf, reportOf } from './progress.ts'
import { insertMove, lastMove, type StorageMove, updateMove } from './queries.ts'

export interface MoveOrder {
  /** A store's id. */
  readonly to: string
  readonly classes?: readonly FileClass[]
  readonly parallel?: number
  /** Null: as fast as it goes. */
  readonly bytesPerSecond?: number | null
}

export interface MoverParts extends CopyParts {
  readonly reportFile: (moveId: number) => string
  readonly warn: (cause: unknown, sentence: string) => void
  readonly sweep: () => void
  /** Milliseconds before the first new attempt; each further one waits twice as long. */
  readonly firstDelay?: number
}

const usualParallel = 6

/** Brings files from store to store while people chat: one move at a time, resumed after a crash where it stood. */
export class Mover {
  readonly #parts: MoverParts
  #running: { readonly stop: AbortController; readonly done: Promise<void>; readonly pace: Pace } | undefined
  #waitingFor: string | null = null

  constructor(parts: MoverParts) {
    this.#parts = parts
  }

  /** What a move would bring. */
  async plan(to: string, classes: readonly FileClass[] = allFileClasses): Promise<MovePlan> {
    const { database, storage } = this.#parts
    return await planOf(database.read, to, classes, storage.settings.buckets[to])
  }

  /** Begins a move; new files go to its target from now on. @throws ApiError while another one is under way or paused */
  async start({ to, classes = allFileClasses, parallel = usualParallel, bytesPerSecond = null }: MoveOrder): Promise<void> {
    const { database, storage, now } = this.#parts
    storage.store(to)
    const last = await lastMove(database.read)
    if (last?.state === 'running' || last?.state === 'paused')
      throw badRequest('A move is under way already. Resume or cancel it.')
    await this.#checkRoom(to, classes)
    storage.change({ current: to })
    const bucket = storage.settings.buckets[to]
    const most = bucket ? profileFor(bucket.endpoint).mostParallel : 32
    const move = await database.inTransaction((trx) =>
      insertMove(trx, {
        target: to,
        classes: JSON.stringify(classes),
        parallel: Math.max(1, Math.min(parallel, most)),
        bytesPerSecond,
        state: 'running',
        startedAt: now(),
        finishedAt: null,
      }),
    )
    this.#run(move)
  }

  async pause(): Promise<void> {
    await this.#end('running', 'paused')
  }

  /** Goes on with a paused move. */
  async resume(): Promise<void> {
    await this.#end('paused', 'running')
    await this.continue()
  }

  /** Ends a move for good. Files that have moved stay where they are now. */
  async cancel(): Promise<void> {
    const last = await lastMove(this.#parts.database.read)
    if (last?.state === 'paused') await this.#end('paused', 'cancelled')
    else await this.#end('running', 'cancelled')
  }

  /** Goes on with the move that a stop or a crash interrupted. */
  async continue(): Promise<void> {
    const last = await lastMove(this.#parts.database.read)
    if (last?.state === 'running' && !this.#running) this.#run(last)
  }

  /** Stops working without ending the move. */
  async close(): Promise<void> {
    this.#running?.stop.abort(new Error('Landline stops'))
    await this.#running?.done
  }

  /** Resolves when nothing is under way any more: finished, paused or cancelled. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running.done
  }

  progress(): Promise<MoveProgress> {
    const now = { bytesPerSecond: this.#running?.pace.bytesPerSecond() ?? 0, waitingFor: this.#waitingFor }
    return progressOf(this.#parts.database.read, now)
  }

  /** Of the last move. */
  report(): Promise<MoveReport | undefined> {
    return reportOf(this.#parts.database.read)
  }

  /** @throws ApiError when this computer has no room for what would come to it */
  async #checkRoom(to: string, classes: readonly FileClass[]): Promise<void> {
    const { local } = this.#parts.storage
    if (to !== local.id) return
    const { bytes } = await this.plan(to, classes)
    const missing = bytes + diskReserve - (await local.freeBytes())
    if (missing <= 0) return
    throw badRequest(`This computer’s disk has too little room for these files: free ${Math.ceil(missing / mebibyte)} MiB first.`)
  }

  async #end(from: StorageMove['state'], to: StorageMove['state']): Promise<void> {
    const { database, now } = this.#parts
    const move = await lastMove(database.read)
    if (move?.state !== from) throw badRequest(from === 'paused' ? 'No move is paused.' : 'No move is under way.')
    const finishedAt = to === 'cancelled' ? now() : null
    await database.inTransaction((trx) => updateMove(trx, move.id, { state: to, finishedAt }))
    this.#running?.stop.abort(new Error(`The move is ${to}`))
    await this.#running?.done
  }

  #run(move: StorageMove): void {
    const stop = new AbortController()
    const pace = new Pace(move.bytesPerSecond)
    const waitFor = (cause: string | null): void => {
      this.#waitingFor = cause
    }
    const done = bringAll(this.#parts, move, { pace, waitFor, signal: stop.signal })
      .then((isAll) => (isAll ? this.#finish(move) : undefined))
      .catch((cause: unknown) => this.#parts.warn(cause, 'The move between stores stopped and goes on at the next start'))
      .finally(() => {
        this.#running = undefined
        this.#waitingFor = null
      })
    this.#running = { stop, pace, done }
  }

  async #finish(move: StorageMove): Promise<void> {
    const { database, now, reportFile, sweep } = this.#parts
    await database.inTransaction((trx) => updateMove(trx, move.id, { state: 'finished', finishedAt: now() }))
    const report = await this.report()
    writeFileAtomically(reportFile(move.id), `${JSON.stringify(report, undefined, 2)}\n`)
    sweep()
  }
}
