import { createHash } from 'node:crypto'
import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import { isMainThread } from 'node:worker_threads'
import {
  constants,
  createZstdCompress,
  createZstdDecompress,
  type ZstdOptions,
  zstdCompress,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib'
import { release } from '../../memory/release.ts'
import type { Cipher } from './cipher.ts'
import { ChunkDamaged } from './damage.ts'

/** Level 3, the usual one, makes chunks 2 % smaller and takes half as long again. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** As most are. */
const usualChunk = 1024 * 1024

/** Room for all of what becomes of so many bytes at worst: zstd takes a sixth longer where it has to put its results into pieces. */
const roomFor = (bytes: number): number => bytes + (bytes >> 8) + 1024

/** No chunk is larger; what claims to be is not unpacked. */
const largestChunk = 4 * 1024 * 1024

export type Compress = (content: Buffer) => Promise<Buffer>

const optionsFor = ({ length }: Buffer): ZstdOptions => ({ ...level, pledgedSrcSize: length, chunkSize: roomFor(length) })

/* In a thread of our own nobody waits for us, and what blocks takes half the time. Streams give away the memory that they write to. */

export const compressHere: Compress = async (content) => {
  const options = optionsFor(content)
  return isMainThread ? await through(createZstdCompress(options), content) : zstdCompressSync(content, options)
}

const compressInPool = promisify(zstdCompress)

/** In the threads that Node has for that and for reading files, several at once: for a few chunks that somebody waits for. */
export const compressAside: Compress = async (content) => await compressInPool(content, optionsFor(content))

async function decompress(packed: Buffer): Promise<Buffer> {
  const options = { maxOutputLength: largestChunk, chunkSize: roomFor(usualChunk) }
  return isMainThread ? await through(createZstdDecompress(options), packed) : zstdDecompressSync(packed, options)
}

/** @throws Error where it becomes more than a chunk can be */
async function through(stream: Transform, bytes: Buffer): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stream.end(bytes) as AsyncIterable<Buffer>) {
    pieces.push(piece)
    length += piece.length
    if (length > roomFor(largestChunk)) throw new Error('it is larger than a chunk can be')
  }
  if (pieces.length === 1) return pieces[0]!
  const whole = Buffer.concat(pieces)
  for (const piece of pieces) release(piece)
  return whole
}

const magic = Buffer.from('LLC1')
const flags = { plain: 0, zstd: 1 } as const

export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** A chunk is called after its content: the same content is stored once. */
export const nameOf = (hash: Buffer, cipher: Cipher | undefined): string => cipher?.name(hash) ?? hash.toString('hex')

/** Four bytes that say what it is, one that says whether it is compressed, then the content; all but the four sealed, if at all. */
export async function packChunk(content: Buffer, name: string, cipher: Cipher | undefined, compress: Compress): Promise<Buffer> {
  const smaller = await compress(content)
  const isSmaller = smaller.length < content.length
  const body = [Buffer.of(isSmaller ? flags.zstd : flags.plain), isSmaller ? smaller : content]
  const sealed = cipher?.sealInPieces(body, `chunk ${name}`)
  const packed = Buffer.concat([magic, ...(sealed ?? body)])
  for (const piece of [smaller, ...(sealed ?? [])]) release(piece)
  return packed
}

/** @param packed which is used up @throws ChunkDamaged where the content is not what the name says */
export async function unpackChunk(packed: Buffer, name: string, cipher: Cipher | undefined): Promise<Buffer> {
  try {
    if (!packed.subarray(0, 4).equals(magic)) throw new Error('it does not begin as a chunk does')
    const body = cipher ? cipher.open(packed.subarray(4), `chunk ${name}`) : packed.subarray(4)
    const content = await unpackBody(body)
    for (const done of [packed, body]) if (done.buffer !== content.buffer) release(done)
    if (nameOf(sha256(content), cipher) !== name) throw new Error('its content changed')
    return content
  } catch (cause) {
    throw new ChunkDamaged(name, (cause as Error).message, { cause })
  }
}

async function unpackBody(body: Buffer): Promise<Buffer> {
  const content = body.subarray(1)
  if (body[0] === flags.plain) return content
  if (body[0] !== flags.zstd) throw new Error('it is packed in a way that does not exist')
  return await decompress(content)
}
