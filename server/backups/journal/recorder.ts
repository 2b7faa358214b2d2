import type { Database } from '../../database/connection.ts'
import { EntryWriter, type Read } from './entry-writer.ts'
import { LogMover } from './log-mover.ts'
import type { Spool } from './spool.ts'

/** A point between two entries of the journal. */
export interface Position {
  readonly generation: string
  readonly sequence: number
}

/** How long a commit waits to be written down, in milliseconds. */
const pause = 2000
/** While many write, the log must not grow for as long as that. */
const commitsAtMost = 200
/** The log is moved into the database file when it has more pages, as SQLite would do by itself. */
const usualLog = 1000
/** Where many write it only begins anew once they wait for that: when it is longer than this, they do. */
const longestLog = 4 * usualLog

/**
 * Writes down what is committed, as entries of changed pages in the spool. It reads the write-ahead log and therefore decides about
 * checkpoints: before the log may begin anew, it was read to its end. docs/decisions/journal.md says why nothing can be missed.
 */
export class Recorder {
  readonly #writer: EntryWriter
  readonly #warn: (cause: unknown, sentence: string) => void
  #database: Database | undefined
  #mover: LogMover | undefined
  #last: Promise<unknown> = Promise.resolve()
  #commits = 0
  #commitsNoticed = 0
  #timer: NodeJS.Timeout | undefined
  #isDue = false
  #isOver = false

  /** @param file the database */
  constructor(file: string, spool: Spool, warn: (cause: unknown, sentence: string) => void = () => {}) {
    this.#writer = new EntryWriter(file, spool, warn)
    this.#warn = warn
  }

  get spool(): Spool {
    return this.#writer.spool
  }

  /**
   * Writes down what was committed before the power went. Nobody may have opened the file yet: whoever is the last to close it
   * removes the log.
   */
  async salvage(): Promise<void> {
    if (await this.#writer.resume()) await this.#recordToTheEnd(this.#writer.lastCommit)
  }

  /** From now on writes down what is committed. Nothing may have been written since the file was opened. */
  async follow(database: Database, { wasChanged }: { readonly wasChanged: boolean }): Promise<void> {
    this.#database = database
    if (wasChanged) this.#writer.forget()
    await this.#writer.rest()
    if (!this.#writer.mark) await this.#record()
    this.#mover = new LogMover(database.file)
    database.sqlite.pragma('wal_autocheckpoint = 0')
    database.afterCommit(() => this.#committed())
    database.beforeClose(() => this.#finish())
  }

  /** `told` hears when there is something new in the spool. */
  whenRecorded(told: () => void): void {
    this.#writer.whenWritten(told)
  }

  /**
   * Writes down what is committed so far.
   * @returns where the journal then is; undefined where it cannot be kept at the moment
   */
  position(): Promise<Position | undefined> {
    return this.#inTurn(async () => {
      await this.#record()
      return this.reached
    })
  }

  /** As `position`; `work` happens at exactly that point. It must be quick: nobody commits until it is over. */
  positionAt(work: () => Promise<void>): Promise<Position | undefined> {
    return this.#inTurn(async () => {
      const committed = await this.#readUpTo(work)
      await this.#writer.write(committed) // later: others need not wait for the disk
      return committed === 'gap' ? undefined : this.reached
    })
  }

  /** Begins a new generation, because something turned out to be missing in this one. */
  doubt(cause: unknown): Promise<void> {
    return this.#inTurn(async () => {
      this.#warn(cause, 'The journal is not what the database went through; it begins anew with the next snapshot')
      this.#writer.forget()
      this.spool.forgetMark()
      await this.#record()
    })
  }

  /** Where the journal is. */
  get reached(): Position | undefined {
    const { mark } = this.#writer
    return mark && { generation: mark.generation, sequence: mark.sequence }
  }

  #committed(): void {
    if (this.#isOver) return
    this.#commits++
    if (this.#commits - this.#commitsNoticed >= commitsAtMost) this.#recordSoon()
    else this.#timer ??= setTimeout(() => this.#recordSoon(), pause).unref()
  }

  #recordSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#commitsNoticed = this.#commits
    if (this.#isDue) return // one waits for its turn already
    this.#isDue = true
    void this.#inTurn(async () => {
      this.#isDue = false
      await this.#record()
      if (this.#writer.frames >= usualLog) await this.#checkpoint(this.#writer.frames >= longestLog)
    })
  }

  /**
   * Moves the log into the database file, as far as nobody reads what was before.
   * @param isAllWanted lets those who write wait, so that the log surely begins anew
   */
  checkpoint(isAllWanted: boolean): Promise<void> {
    return this.#inTurn(() => this.#checkpoint(isAllWanted))
  }

  async #checkpoint(isAllWanted: boolean): Promise<void> {
    await this.#moveMost()
    if (isAllWanted) await this.#moveAll()
  }

  /** Up to where the journal is, while others go on: the log can begin anew afterwards only if nobody has written more. */
  async #moveMost(): Promise<void> {
    const mover = this.#mover!
    try {
      const committed = await this.#readUpTo(async () => mover.hold())
      await this.#writer.write(committed, { isEnd: true })
      if (this.#writer.mark) await mover.move()
    } finally {
      mover.release()
    }
  }

  /** In the writers' turn: nothing is committed between reading to the end and moving it. */
  async #moveAll(): Promise<void> {
    await this.#database!.betweenCommits(async () => {
      await this.#recordToTheEnd()
      if (!this.#writer.mark) this.spool.forgetMark() // or it would seem to lead on to the log that begins now
      await this.#mover!.move()
    })
  }

  /** Nothing is committed between what it reads and what it returns. */
  async #finish(): Promise<() => void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#last
    await this.#database!.betweenCommits(() => this.#recordToTheEnd())
    this.#mover?.close()
    return () => this.#writer.restForGood()
  }

  async #record(): Promise<void> {
    await this.#writer.write(await this.#read())
  }

  /** While nobody commits, and before anything that may let the log begin anew. */
  async #recordToTheEnd(committedBy?: number): Promise<void> {
    await this.#writer.write(await this.#read(), { committedBy, isEnd: true })
  }

  /** All that was committed when `work` happens, for which everybody waits. */
  #readUpTo(work: () => Promise<void>): Promise<Read> {
    return this.#database!.betweenCommits(async () => {
      const read = await this.#read()
      await work()
      return read
    })
  }

  #read(): Promise<Read> {
    return this.#writer.read({ count: () => this.#commits, hold: (work) => this.#database!.betweenCommits(work) })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch((error: unknown) => this.#warn(error, 'The journal failed for a reason it was not prepared for'))
    return turn
  }
}
