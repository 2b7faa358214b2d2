import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import { writeFileAtomically } from '../../config/atomic-file.ts'
import { isErrno } from '../../config/problem.ts'
import { makeFolder, syncFolder } from '../../uploads/stores/folder-sync.ts'
import { byAge, type EntryName, entryCalled, fileNameOf } from './entry.ts'
import { Mark } from './mark.ts'

const markFile = 'mark.json'
/** What waits for destinations that are away may take so much of the disk. */
const mostBytes = 256 * 1024 * 1024
/** And what has reached them, so much: the next snapshot is made of it. */
const mostKeptBytes = 64 * 1024 * 1024

/** A point between two entries. */
type Place = Pick<EntryName, 'generation' | 'sequence'>

/** Where an entry lies. */
export interface EntryFile {
  readonly name: EntryName
  readonly file: string
}

export interface Waiting extends EntryName {
  readonly bytes: number
}

/** With the one before, for when the entry that belongs to it did not get here. */
const MarkFile = Mark.extend({ before: Mark.optional() })

/** Entries on this computer: those that have yet to reach every destination, the newest of the others, and the mark that they have come to. */
export class Spool {
  readonly #folder: string
  #waiting: Waiting[] | undefined
  #arrived: Waiting[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  readMark(): Mark | undefined {
    try {
      const { before, ...mark } = MarkFile.parse(JSON.parse(readFileSync(path.join(this.#folder, markFile), 'utf8')))
      const isThere = this.waiting.some((one) => one.generation === mark.generation && one.sequence === mark.sequence)
      return before && !isThere ? before : mark
    } catch {
      return undefined // none yet, or a damaged one: a new generation begins
    }
  }

  async keepMark(mark: z.infer<typeof MarkFile>): Promise<void> {
    await this.#put(path.join(this.#folder, markFile), Buffer.from(JSON.stringify(mark)))
  }

  /** The same, for when nothing can be waited for any more. */
  keepLastMark(mark: Mark): void {
    writeFileAtomically(path.join(this.#folder, markFile), JSON.stringify(mark))
  }

  forgetMark(): void {
    try {
      rmSync(path.join(this.#folder, markFile), { force: true })
    } catch (error) {
      if (!isErrno(error, 'ENOTDIR')) throw error // then there is none
    }
  }

  /**
   * Keeps an entry and the mark after it. Once it resolves, both survive a power cut; where that comes between the two, the mark
   * before counts, and the same entry is made again, with more in it.
   */
  async add(name: EntryName, body: Buffer, mark: Mark, before: Mark): Promise<void> {
    for (const halfDone of this.waiting.filter((one) => byAge(one, name) === 0)) await this.remove(halfDone)
    await Promise.all([this.#put(this.#fileOf(name), body), this.keepMark({ ...mark, before })])
    this.#waiting = [...this.waiting, { ...name, bytes: body.length }]
    await this.#makeRoom()
  }

  async read(name: EntryName): Promise<Buffer | undefined> {
    return await readFile(this.#fileOf(name)).catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return undefined
      throw error
    })
  }

  async remove(name: EntryName): Promise<void> {
    this.#waiting = this.waiting.filter((one) => byAge(one, name) !== 0)
    this.#arrived = this.#arrived.filter((one) => byAge(one, name) !== 0)
    await rm(this.#fileOf(name), { force: true })
  }

  /** It has reached every destination. After a start it waits again, until they say that they have it. */
  async arrived(entry: Waiting): Promise<void> {
    this.#waiting = this.waiting.filter((one) => one !== entry)
    this.#arrived.push(entry)
    for (let bytes = bytesOf(this.#arrived); bytes > mostKeptBytes && this.#arrived.length > 1; bytes = bytesOf(this.#arrived))
      await this.remove(this.#arrived[0]!)
  }

  /** The files of all entries after the one and up to the other, oldest first; undefined where one of them is not here any more. */
  filesBetween({ generation, sequence }: Place, until: number): EntryFile[] | undefined {
    const found = [...this.#arrived, ...this.waiting]
      .filter((one) => one.generation === generation && one.sequence > sequence && one.sequence <= until)
      .toSorted(byAge)
    const isWhole = found.length === until - sequence && found.every((one, i) => one.sequence === sequence + 1 + i)
    return isWhole ? found.map((name) => ({ name, file: this.#fileOf(name) })) : undefined
  }

  /** Oldest first. */
  get waiting(): readonly Waiting[] {
    this.#waiting ??= this.#look()
    return this.#waiting
  }

  #look(): Waiting[] {
    const found: Waiting[] = []
    for (const generation of names(this.#folder)) {
      if (!isGeneration(generation)) continue
      for (const file of names(path.join(this.#folder, generation))) {
        const name = entryCalled(generation, file)
        if (name) found.push({ ...name, bytes: statSync(path.join(this.#folder, generation, file)).size })
      }
    }
    return found.toSorted(byAge)
  }

  /** Rather a gap in the journal of a destination that is away than a full disk: a snapshot mends it. */
  async #makeRoom(): Promise<void> {
    let bytes = bytesOf(this.waiting)
    for (const oldest of this.waiting) {
      if (bytes <= mostBytes) return
      await this.remove(oldest)
      bytes -= oldest.bytes
    }
  }

  async #put(file: string, bytes: Buffer): Promise<void> {
    const folder = path.dirname(file)
    if (!existsSync(folder)) await makeFolder(folder)
    await writeFile(`${file}.new`, bytes, { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
    await syncFolder(folder)
  }

  #fileOf(name: EntryName): string {
    return path.join(this.#folder, name.generation, fileNameOf(name))
  }
}

const bytesOf = (entries: readonly Waiting[]): number => entries.reduce((sum, { bytes }) => sum + bytes, 0)

export const isGeneration = (name: string): boolean => /^\d{8}T\d{9}Z-[0-9a-f]{8}$/.test(name)

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
