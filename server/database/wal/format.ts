/*
 * The write-ahead log as SQLite documents it: a header of 32 bytes, then frames of 24 bytes and one page. A frame is valid if it has the
 * header's salts and its checksum continues that of the frame before; the last valid one with a size ends what is committed.
 * @see https://sqlite.org/fileformat2.html#the_write_ahead_log
 */

export const headerBytes = 32
export const frameHeaderBytes = 24

const magic = { littleEndian: 0x377f0682, bigEndian: 0x377f0683 }
const formatVersion = 3007000

export type Checksum = readonly [number, number]

export interface WalHeader {
  readonly pageSize: number
  readonly salts: readonly [number, number]
  /** How checksums read the bytes. All numbers that are stored are big-endian. */
  readonly isLittleEndian: boolean
  readonly checksum: Checksum
}

export interface Frame {
  readonly page: number
  /** How many pages the database has once this frame's transaction is committed; 0 in all its frames but the last. */
  readonly databasePages: number
}

/** With signed sums, which wrap around as unsigned ones do, it is three times as fast. @param bytes an even number of 32-bit words */
function checksumOf(bytes: Buffer, [a, b]: Checksum, isLittleEndian: boolean): Checksum {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let [first, second] = [a | 0, b | 0]
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + words.getInt32(at, isLittleEndian) + second) | 0
    second = (second + words.getInt32(at + 4, isLittleEndian) + first) | 0
  }
  return [first >>> 0, second >>> 0]
}

export const isSame = (a: Checksum, b: Checksum): boolean => a[0] === b[0] && a[1] === b[1]
const twoWords = (bytes: Buffer, at: number): Checksum => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]

/** @returns undefined where there is no whole header: nothing has been written to this log yet */
export function parseHeader(bytes: Buffer): WalHeader | undefined {
  if (bytes.length < headerBytes) return undefined
  const isLittleEndian = bytes.readUInt32BE(0) === magic.littleEndian
  if (!isLittleEndian && bytes.readUInt32BE(0) !== magic.bigEndian) return undefined
  if (bytes.readUInt32BE(4) !== formatVersion) return undefined
  const checksum = twoWords(bytes, 24)
  if (!isSame(checksumOf(bytes.subarray(0, 24), [0, 0], isLittleEndian), checksum)) return undefined
  return { pageSize: bytes.readUInt32BE(8), salts: twoWords(bytes, 16), isLittleEndian, checksum }
}

/**
 * @param frame header and page @param before the checksum of the frame before it
 * @returns undefined where this log ends before this frame
 */
export function parseFrame(frame: Buffer, header: WalHeader, before: Checksum): (Frame & { checksum: Checksum }) | undefined {
  const page = frame.readUInt32BE(0)
  if (page === 0 || !isSame(twoWords(frame, 8), header.salts)) return undefined
  const start = checksumOf(frame.subarray(0, 8), before, header.isLittleEndian)
  const checksum = checksumOf(frame.subarray(frameHeaderBytes), start, header.isLittleEndian)
  if (!isSame(checksum, twoWords(frame, 16))) return undefined
  return { page, databasePages: frame.readUInt32BE(4), checksum }
}
