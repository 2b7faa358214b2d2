import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { leadsOn, readChanges } from '../../database/wal/read.ts'
import { type Committers, committedSince } from './committed-since.ts'
import { packEntry, stampOf } from './entry.ts'
import { atRest, isSameFile, type Mark } from './mark.ts'
import type { Spool } from './spool.ts'

/** What was committed since the last entry; 'gap' where that is not known. */
export type Read = Awaited<ReturnType<typeof committedSince>>

interface EntryFacts {
  /** When all of it was committed, in Unix milliseconds, if not just when it was read. */
  readonly committedBy?: number | undefined
  /** Whether the log may begin anew behind it. */
  readonly isEnd?: boolean
}

/** A clock that is set is set by little. By more, and the times of entries would no longer tell when they were written. Milliseconds. */
const mostSetBack = 60_000

/**
 * The end of the journal, where entries are added. The chat goes on whatever becomes of it, so nothing here throws: where it cannot be
 * kept, a new generation begins when it can be again.
 */
export class EntryWriter {
  readonly spool: Spool
  readonly #file: string
  readonly #warn: (cause: unknown, sentence: string) => void
  /** Undefined where it is not known what the database file has been through. */
  #mark: Mark | undefined
  #hasWarned = false
  #told = (): void => {}

  /** @param file the database */
  constructor(file: string, spool: Spool, warn: (cause: unknown, sentence: string) => void) {
    this.#file = file
    this.spool = spool
    this.#warn = warn
  }

  get mark(): Mark | undefined {
    return this.#mark
  }

  whenWritten(told: () => void): void {
    this.#told = told
  }

  /** Goes on where it was left, if the file is as it was left, too. Nobody may have opened that yet. @returns whether it can */
  async resume(): Promise<boolean> {
    const mark = this.spool.readMark()
    const isThere = mark && (mark.wal ? await leadsOn(this.#log, from(mark)) : isSameFile(mark.database, this.#file))
    if (isThere) this.#mark = mark
    return isThere ?? false
  }

  /** What is committed is no longer known to lead on from the last entry. */
  forget(): void {
    this.#mark = undefined
  }

  async read(committers: Committers): Promise<Read> {
    const mark = this.#mark
    if (!mark || Date.now() < mark.time - mostSetBack) return 'gap'
    return (await this.#orLose(() => committedSince(this.#log, from(mark), committers))) as Read
  }

  async write(committed: Read, { committedBy, isEnd = false }: EntryFacts = {}): Promise<void> {
    await this.#orLose(async () => {
      const mark = this.#mark
      if (!mark || committed === 'gap') await this.#begin(isEnd)
      else if (committed) await this.#add(mark, committed, committedBy ?? committed.time, isEnd)
      else if (mark.wal && isEnd) await this.#keep({ ...mark, mayBeginAnew: true })
    })
  }

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

  async #add(
    mark: Mark,
    { to, time: _, ...changes }: Exclude<Read, 'gap' | undefined>,
    by: number,
    isEnd: boolean,
  ): Promise<void> {
    const { generation, sequence } = mark
    const next = { generation, sequence: sequence + 1, time: Math.max(by, mark.time + 1) }
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
    const end = await readChanges(this.#log, { mark: null, mayBeginAnew: false }, 0)
    const mark = { generation, sequence: 0, time: now.getTime(), wal: end?.to ?? null, mayBeginAnew: isEnd, database: null }
    await this.#keep(end ? mark : atRest(mark, this.#file))
    this.#told()
  }

  async #keep(mark: Mark): Promise<void> {
    await this.spool.keepMark(mark)
    this.#mark = mark
    this.#hasWarned = false
  }

  /** Notes where all of the log is in the database file, as it is once it was closed. */
  async rest(): Promise<void> {
    const mark = this.#mark
    if (mark?.wal && this.#isLogEmpty) await this.#orLose(() => this.#keep(atRest(mark, this.#file)))
  }

  /** The same, for when nothing can be waited for any more. */
  restForGood(): void {
    if (this.#mark?.wal && this.#isLogEmpty) this.spool.keepLastMark(atRest(this.#mark, this.#file))
  }

  /** Pages in the log; more than any number where that is not known. */
  get frames(): number {
    return this.#mark ? (this.#mark.wal?.frames ?? 0) : Number.POSITIVE_INFINITY
  }

  /** When somebody last wrote to the log, in Unix milliseconds. The clock of files is a little behind. */
  get lastCommit(): number | undefined {
    const facts = statSync(this.#log, { throwIfNoEntry: false })
    return facts && Math.ceil(facts.mtimeMs) + 10
  }

  get #isLogEmpty(): boolean {
    return (statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0) === 0
  }

  get #log(): string {
    return `${this.#file}-wal`
  }
}

const from = ({ wal, mayBeginAnew }: Mark) => ({ mark: wal, mayBeginAnew })
