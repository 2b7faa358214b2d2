import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import { isErrno } from '../../config/problem.ts'
import { type Checksum, frameHeaderBytes, headerBytes, isSame, parseFrame, parseHeader, type WalHeader } from './format.ts'

/** A place in a log, right after a commit. */
export const WalMark = z.object({
  salts: z.tuple([z.number(), z.number()]),
  frames: z.number().int(),
  checksum: z.tuple([z.number(), z.number()]),
})
export type WalMark = z.infer<typeof WalMark>

/** What was committed between two marks. */
export interface Changes {
  readonly to: WalMark
  readonly pageSize: number
  /** How many pages the database has. */
  readonly databasePages: number
  /**
   * The newest content of each page that changed, by its number, those too that were cut off since; undefined where it is more than
   * was asked for.
   */
  readonly pages: ReadonlyMap<number, Buffer> | undefined
}

/** The log does not go on from the mark: something was committed that nobody has read. */
export class LogGap extends Error {
  override readonly name = 'LogGap'
}

export interface FromMark {
  /** Null for the beginning of the log, whichever it is. */
  readonly mark: WalMark | null
  /** Whether all was read up to the mark before a checkpoint: SQLite may then have begun the log anew, once. */
  readonly mayBeginAnew: boolean
}

const slice = 1024 * 1024

/**
 * Reads what was committed since a mark. A transaction that is being written at this moment does not count.
 * @param most bytes of pages to hold in memory
 * @returns undefined where there is nothing new
 * @throws LogGap
 */
export async function readChanges(file: string, from: FromMark, most: number): Promise<Changes | undefined> {
  const handle = await openLog(file)
  try {
    const header = handle && (await readHeader(handle))
    if (!header) {
      if (from.mark === null) return undefined
      throw new LogGap('The log is gone')
    }
    return await readFrames(handle, header, startIn(header, from), most)
  } finally {
    await handle?.close()
  }
}

/**
 * Whether the log of a file that nobody has open goes on from the mark. After a power cut its end may be missing, and what is
 * committed next would be written over what was read.
 */
export async function leadsOn(file: string, from: FromMark): Promise<boolean> {
  const handle = await openLog(file)
  try {
    const header = handle && (await readHeader(handle))
    if (!header) return false
    const start = startIn(header, from)
    if (start !== from.mark) return true
    let last: Start = { frames: 0, checksum: header.checksum }
    for await (const frame of framesFrom(handle, header, last)) {
      if (last.frames === start.frames) break
      last = frame
    }
    return last.frames === start.frames && isSame(last.checksum, start.checksum)
  } catch (error) {
    if (error instanceof LogGap) return false
    throw error
  } finally {
    await handle?.close()
  }
}

async function openLog(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

async function readHeader(handle: FileHandle): Promise<WalHeader | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
  return parseHeader(buffer.subarray(0, bytesRead))
}

interface Start {
  readonly frames: number
  readonly checksum: Checksum
}

function startIn({ salts, checksum }: WalHeader, { mark, mayBeginAnew }: FromMark): Start {
  const beginning = { frames: 0, checksum }
  if (mark === null) return beginning
  if (isSame(mark.salts, salts)) return mark
  // Each new beginning adds one to the first salt and picks the second by chance.
  if (mayBeginAnew && (mark.salts[0] + 1) >>> 0 === salts[0]) return beginning
  throw new LogGap('The log began anew')
}

async function readFrames(handle: FileHandle, header: WalHeader, start: Start, most: number): Promise<Changes | undefined> {
  const limit = Math.floor(most / header.pageSize)
  let pages: Map<number, Buffer> | undefined = new Map()
  let transaction = new Map<number, Buffer>()
  let found: Omit<Changes, 'pages'> | undefined
  for await (const { page, databasePages, frames, checksum, content } of framesFrom(handle, header, start)) {
    if (pages) transaction.set(page, content)
    if (pages && pages.size + transaction.size > limit) pages = undefined
    if (databasePages === 0) continue
    for (const [number, newest] of transaction) pages?.set(number, newest)
    transaction = new Map()
    const to = { salts: [...header.salts] as [number, number], frames, checksum: [...checksum] as [number, number] }
    found = { to, pageSize: header.pageSize, databasePages }
  }
  return found && { ...found, pages }
}

interface ReadFrame extends Start {
  readonly page: number
  readonly databasePages: number
  readonly content: Buffer
}

/** Every valid frame, committed or not. */
async function* framesFrom(handle: FileHandle, header: WalHeader, start: Start): AsyncIterable<ReadFrame> {
  const size = frameHeaderBytes + header.pageSize
  const atOnce = Math.max(1, Math.floor(slice / size))
  let { frames, checksum } = start
  for (;;) {
    const bytes = Buffer.allocUnsafe(atOnce * size)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, headerBytes + frames * size)
    for (let at = 0; at + size <= bytesRead; at += size) {
      const frame = parseFrame(bytes.subarray(at, at + size), header, checksum)
      if (!frame) return
      checksum = frame.checksum
      frames++
      yield { ...frame, frames, content: bytes.subarray(at + frameHeaderBytes, at + size) }
    }
    if (bytesRead < atOnce * size) return
  }
}
