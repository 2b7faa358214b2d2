import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import type { Database } from '../../database/connection.ts'
import { leadsOn, readChanges } from '../../database/wal/read.ts'
import { committedSince } from './committed-since.ts'
import { packEntry, stampOf } from './entry.ts'
import { LogMover } from './log-mover.ts'
import { atRest, isSameFile, type Mark } from './mark.ts'
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
/** The log is moved into the database file when it is longer, as SQLite would do by itself. */
const checkpointBytes = 4 * 1024 * 1024
/** Where many write it only begins anew once they wait for that: when it is longer than this, they do. */
const longestLog = 4 * checkpointBytes
const usualPageBytes = 4096

/**
 * Writes down what is committed, as entries of changed pages in the spool. It reads the write-ahead log and therefore decides about
 * checkpoints: before the log may begin anew, it was read to its end. docs/decisions/journal.md says why nothing can be missed.
 */
export class Recorder {
  readonly #file: string
  readonly spool: Spool
  readonly #warn: (cause: unknown, sentence: string) => void
  #database: Database | undefined
  #mover: LogMover | undefined
  /** Undefined where it is not known what the database file has been through. */
  #mark: Mark | undefined
  #last: Promise<unknown> = Promise.resolve()
  #commits = 0
  #commitsNoticed = 0
  #timer: NodeJS.Timeout | undefined
  #isDue = false
  #isOver = false
  #hasWarned = false
  #told = (): void => {}

  /** @param file the database */
  constructor(file: string, spool: Spool, warn: (cause: unknown, sentence: string) => void = () => {}) {
    this.#file = file
    this.spool = spool
    this.#warn = warn
  }

  /**
   * Writes down what was committed before the power went. Nobody may have opened the file yet: whoever is the last to close it
   * removes the log.
   */
  async salvage(): Promise<void> {
    const mark = this.spool.readMark()
    if (!mark || !(await this.#isWhereWeLeft(mark))) return
    this.#mark = mark
    await this.#recordToTheEnd(lastWriteTo(this.#logFile))
  }

  /** From now on writes down what is committed. Nothing may have been written since the file was opened. */
  async follow(database: Database, { wasChanged }: { readonly wasChanged: boolean }): Promise<void> {
    this.#database = database
    if (wasChanged) this.#mark = undefined
    const mark = this.#mark
    if (mark?.wal && this.#isLogEmpty()) await this.#orLose(() => this.#keep(atRest(mark, this.#file)))
    if (!this.#mark) await this.#recordOrLose()
    this.#mover = new LogMover(database.file)
    database.sqlite.pragma('wal_autocheckpoint = 0')
    database.afterCommit(() => this.#committed())
    database.beforeClose(() => this.#finish())
  }

  /** `told` hears when there is something new in the spool. */
  whenRecorded(told: () => void): void {
    this.#told = told
  }

  /**
   * Writes down what is committed so far.
   * @returns where the journal then is; undefined where it cannot be kept at the moment
   */
  position(): Promise<Position | undefined> {
    return this.#inTurn(async () => {
      await this.#recordOrLose()
      return this.reached
    })
  }

  /** As `position`; `work` happens at exactly that point. It must be quick: nobody commits until it is over. */
  positionAt(work: () => Promise<void>): Promise<Position | undefined> {
    return this.#inTurn(async () => {
      const committed = await this.#readUpTo(work)
      await this.#orLose(() => this.#keepEntry(committed)) // later: others need not wait for the disk
      return committed === 'gap' ? undefined : this.reached
    })
  }

  /** Begins a new generation, because something turned out to be missing in this one. */
  doubt(cause: unknown): Promise<void> {
    return this.#inTurn(async () => {
      this.#warn(cause, 'The journal is not what the database went through; it begins anew with the next snapshot')
      this.#mark = undefined
      this.spool.forgetMark()
      await this.#recordOrLose()
    })
  }

  /** Where the journal is. */
  get reached(): Position | undefined {
    return this.#mark && { generation: this.#mark.generation, sequence: this.#mark.sequence }
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
      await this.#recordOrLose()
      if (this.#logBytes() >= checkpointBytes) await this.#checkpoint(this.#logBytes() >= longestLog)
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
      await this.#orLose(() => this.#keepEntry(committed, { isEnd: true }))
      if (this.#mark) await mover.move()
    } finally {
      mover.release()
    }
  }

  /** In the writers' turn: nothing is committed between reading to the end and moving it. */
  async #moveAll(): Promise<void> {
    await this.#database!.betweenCommits(async () => {
      await this.#recordToTheEnd()
      if (!this.#mark) this.spool.forgetMark() // or it would seem to lead on to the log that begins now
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
    return () => {
      if (this.#mark?.wal && this.#isLogEmpty()) this.spool.keepLastMark(atRest(this.#mark, this.#file))
    }
  }

  async #recordOrLose(facts?: EntryFacts): Promise<void> {
    await this.#orLose(async () => this.#keepEntry(await this.#read(), facts))
  }

  /** The chat goes on whatever becomes of its journal: where that cannot be kept, a new generation begins when it can be again. */
  async #orLose<T>(work: () => Promise<T>): Promise<T | 'gap'> {
    try {
      return await work()
    } catch (cause) {
      this.#mark = undefined
      if (!this.#hasWarned)
        this.#warn(cause, 'Changes cannot be written down between snapshots at the moment; a snapshot is needed')
      this.#hasWarned = true
      return 'gap'
    }
  }

  /** While nobody commits, and before anything that may let the log begin anew. */
  async #recordToTheEnd(committedBy?: number): Promise<void> {
    await this.#recordOrLose({ committedBy, isEnd: true })
  }

  /** All that was committed when `work` happens, for which everybody waits. */
  #readUpTo(work: () => Promise<void>): Promise<Read> {
    return this.#database!.betweenCommits(async () => {
      const read = await this.#orLose(() => this.#read())
      await work()
      return read
    })
  }

  async #read(): Promise<Read> {
    if (!this.#mark) return 'gap'
    const hold = <T>(work: () => Promise<T>): Promise<T> => this.#database!.betweenCommits(work)
    return await committedSince(this.#logFile, from(this.#mark), { count: () => this.#commits, hold })
  }

  async #keepEntry(committed: Read, { committedBy, isEnd = false }: EntryFacts = {}): Promise<void> {
    const mark = this.#mark
    if (!mark || committed === 'gap') return await this.#begin(isEnd)
    if (!committed) return mark.wal && isEnd ? await this.#keep({ ...mark, mayBeginAnew: true }) : undefined
    const { to, time: readAt, ...changes } = committed
    const next = {
      generation: mark.generation,
      sequence: mark.sequence + 1,
      time: Math.max(committedBy ?? readAt, mark.time + 1),
    }
    const name = { ...next, time: new Date(next.time) }
    const reached = { ...next, wal: to, mayBeginAnew: isEnd, database: null }
    await this.spool.add(name, await packEntry(name, changes), reached, mark)
    this.#mark = reached
    this.#told()
  }

  /** A new generation, which begins at the end of the log. It is of use once there is a snapshot. */
  async #begin(isEnd: boolean): Promise<void> {
    const now = new Date()
    const generation = `${stampOf(now)}-${randomBytes(4).toString('hex')}`
    const end = await readChanges(this.#logFile, { mark: null, mayBeginAnew: false }, 0)
    const mark = { generation, sequence: 0, time: now.getTime(), wal: end?.to ?? null, mayBeginAnew: isEnd, database: null }
    await this.#keep(end ? mark : atRest(mark, this.#file))
    this.#told()
  }

  async #keep(mark: Mark): Promise<void> {
    await this.spool.keepMark(mark)
    this.#mark = mark
    this.#hasWarned = false
  }

  async #isWhereWeLeft(mark: Mark): Promise<boolean> {
    return mark.wal === null ? isSameFile(mark.database, this.#file) : await leadsOn(this.#logFile, from(mark))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch((error: unknown) => this.#warn(error, 'The journal failed for a reason it was not prepared for'))
    return turn
  }

  #logBytes(): number {
    return this.#mark ? (this.#mark.wal?.frames ?? 0) * usualPageBytes : Number.POSITIVE_INFINITY
  }

  #isLogEmpty(): boolean {
    return (statSync(this.#logFile, { throwIfNoEntry: false })?.size ?? 0) === 0
  }

  get #logFile(): string {
    return `${this.#file}-wal`
  }
}

interface EntryFacts {
  /** When all of it was committed, in Unix milliseconds, if not just when it was read. */
  readonly committedBy?: number | undefined
  /** Whether the log may begin anew behind it. */
  readonly isEnd?: boolean
}

type Read = Awaited<ReturnType<typeof committedSince>>

const from = ({ wal, mayBeginAnew }: Mark) => ({ mark: wal, mayBeginAnew })

/** In Unix milliseconds. The clock of files is a little behind. */
const lastWriteTo = (file: string): number | undefined => {
  const facts = statSync(file, { throwIfNoEntry: false })
  return facts && Math.ceil(facts.mtimeMs) + 10
}
