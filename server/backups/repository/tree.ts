import { createHash } from 'node:crypto'
import { release } from '../../memory/release.ts'
import type { Tree } from '../snapshot/manifest.ts'
import { atOnce } from './at-once.ts'
import type { NamedChunks } from './chunks.ts'
import { ChunkDamaged } from './damage.ts'

const nameBytes = 32
/** A list of so many names is as long as a chunk of the database. A change of one page changes one list. */
const namesInList = 2048
const ahead = 8

/** Chunks that need not be written again, and how much was written. */
export interface Writing {
  readonly chunks: NamedChunks
  /** What a finished snapshot refers to. What none does is not relied on: its writer may have lost its power half way. */
  readonly known: Set<string>
  newBytes: number
  signal?: AbortSignal
}

export interface Written {
  readonly bytes: number
  readonly sha256: string
  readonly tree: Tree
}

/** Stores what is not stored yet. @param chunkBytes the size of all pieces but the last */
export async function writeTree(
  writing: Writing,
  body: AsyncIterable<Buffer> | Iterable<Buffer>,
  chunkBytes: number,
): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  const names: string[] = []
  const store = async (piece: Buffer): Promise<string> => {
    writing.signal?.throwIfAborted()
    hash.update(piece) // begun in order: `atOnce` takes the next piece only after this line
    bytes += piece.length
    const name = await storeChunk(writing, piece)
    release(piece)
    return name
  }
  for await (const name of atOnce(pieces(body, chunkBytes), ahead, store)) names.push(name)
  const tree = await writeLists(writing, names)
  return { bytes, sha256: hash.digest('hex'), tree }
}

async function writeLists(writing: Writing, leaves: readonly string[]): Promise<Tree> {
  let names = leaves
  let depth = 0
  for (; names.length > 1; depth++) {
    const lists: Buffer[] = []
    for (let i = 0; i < names.length; i += namesInList) lists.push(Buffer.from(names.slice(i, i + namesInList).join(''), 'hex'))
    const above: string[] = []
    for await (const name of atOnce(lists, ahead, (list) => storeChunk(writing, list))) above.push(name)
    names = above
  }
  return { depth, root: names[0]! }
}

/** Stores a chunk unless it is there. @returns its name */
export async function storeChunk(writing: Writing, content: Buffer): Promise<string> {
  const name = writing.chunks.name(content)
  if (writing.known.has(name)) return name
  writing.known.add(name) // before it is written: the same content may come again right away
  const bytes = await writing.chunks.put(content, name)
  writing.newBytes += bytes // not in one line with the await: others add to it meanwhile
  return name
}

/** Pieces of the same size, the last one shorter; one empty piece for nothing at all. Each has memory of its own. */
async function* pieces(body: AsyncIterable<Buffer> | Iterable<Buffer>, size: number): AsyncIterable<Buffer> {
  let room = Buffer.allocUnsafeSlow(size)
  let used = 0
  let isEmpty = true
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(room, used, at)
      at += copied
      used += copied
      if (used < size) continue
      yield room
      room = Buffer.allocUnsafeSlow(size)
      used = 0
      isEmpty = false
    }
  }
  if (used > 0 || isEmpty) yield room.subarray(0, used)
}

/** The content, in order. @throws ChunkDamaged */
export async function* readTree(chunks: NamedChunks, tree: Tree): AsyncIterable<Buffer> {
  yield* atOnce(leavesOf(chunks, tree), ahead, (name) => chunks.get(name))
}

async function* leavesOf(chunks: NamedChunks, { depth, root }: Tree): AsyncIterable<string> {
  if (depth === 0) yield root
  else for (const name of await namesIn(chunks, root)) yield* leavesOf(chunks, { depth: depth - 1, root: name })
}

/** What a list lists. @throws ChunkDamaged */
export async function namesIn(chunks: NamedChunks, list: string): Promise<string[]> {
  const bytes = await chunks.get(list)
  if (bytes.length % nameBytes !== 0) throw new ChunkDamaged(list, 'it is no list of chunks')
  return Array.from({ length: bytes.length / nameBytes }, (_, i) =>
    bytes.subarray(i * nameBytes, (i + 1) * nameBytes).toString('hex'),
  )
}
