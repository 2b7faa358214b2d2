import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'

/** One entry: which one it is, and the time at which everything in it was committed. */
export interface EntryName {
  /** Entries of one generation follow on from each other, from 1 on, without a gap. */
  readonly generation: string
  readonly sequence: number
  readonly time: Date
}

/** What a database of `databasePages` pages has in some of them. */
export interface PageChanges {
  readonly pageSize: number
  readonly databasePages: number
  readonly pages: ReadonlyMap<number, Buffer>
}

interface Head extends Omit<PageChanges, 'pages'> {
  readonly generation: string
  readonly sequence: number
  readonly time: number
  readonly pages: readonly number[]
}

/** So much of changed pages fits into one entry. */
export const largestEntry = 64 * 1024 * 1024

const lengthBytes = 4
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
/** Results of zlib come in pieces of so much at least, each of which takes a turn. */
const leastRoom = 64 * 1024
const roomFor = (bytes: number): number => Math.min(Math.max(bytes, leastRoom), largestEntry)

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** A length, so many bytes of JSON, and the pages that it lists: zstd-compressed. */
export async function packEntry(name: EntryName, { pageSize, databasePages, pages }: PageChanges): Promise<Buffer> {
  const facts = { ...name, time: name.time.getTime(), pageSize, databasePages, pages: [...pages.keys()] }
  const head = Buffer.from(JSON.stringify(facts))
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(head.length)
  const bytes = Buffer.concat([length, head, ...pages.values()])
  return await compress(bytes, { ...level, chunkSize: roomFor(bytes.length >> 1) })
}

/** @throws Error where it is not the entry of that name, or is damaged */
export async function unpackEntry(packed: Buffer, name: EntryName): Promise<PageChanges> {
  const bytes = await decompress(packed, { maxOutputLength: 2 * largestEntry, chunkSize: roomFor(4 * packed.length) })
  const begin = lengthBytes + bytes.readUInt32BE(0)
  const { pages: numbers, pageSize, databasePages, ...facts } = parseHead(bytes.toString('utf8', lengthBytes, begin))
  if (facts.generation !== name.generation || facts.sequence !== name.sequence || facts.time !== name.time.getTime())
    throw new Error('It is another entry')
  if (bytes.length !== begin + numbers.length * pageSize) throw new Error('It is not as long as it says')
  const pages = new Map(
    numbers.map((number, i) => [number, bytes.subarray(begin + i * pageSize, begin + (i + 1) * pageSize)] as const),
  )
  return { pageSize, databasePages, pages }
}

/** By hand: the thread that lays entries onto a snapshot would take twice as long to begin with a library for this. */
function parseHead(json: string): Head {
  const head = JSON.parse(json) as Head
  const { pageSize, databasePages, pages } = head
  if (![pageSize, databasePages, ...pages].every((number) => Number.isSafeInteger(number) && number > 0))
    throw new Error('Its head makes no sense')
  return head
}

/** `20261123T020000123Z`: sorts as time does, and is a file's name everywhere. */
export const stampOf = (time: Date): string => time.toISOString().replace(/[-:.]/g, '')
export const timeOf = (stamp: string): Date =>
  new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z'))

/** `0000000012-20261123T020000123Z` */
export const fileNameOf = ({ sequence, time }: EntryName): string => `${String(sequence).padStart(10, '0')}-${stampOf(time)}`

/** @returns undefined for what is not called as an entry is */
export function entryCalled(generation: string, fileName: string): EntryName | undefined {
  const [, sequence, stamp] = /^(\d{10})-(\d{8}T\d{9}Z)$/.exec(fileName) ?? []
  return sequence && stamp ? { generation, sequence: Number(sequence), time: timeOf(stamp) } : undefined
}

export const byAge = (a: EntryName, b: EntryName): number =>
  a.generation === b.generation ? a.sequence - b.sequence : a.generation < b.generation ? -1 : 1
