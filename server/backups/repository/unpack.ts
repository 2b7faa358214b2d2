import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseFile, SnapshotFile, TreeFile } from '../snapshot/manifest.ts'
import type { Chunks } from './chunks.ts'
import { PageHashes } from './pages/page-hashes.ts'
import { pagesIn, readMap, readRuns } from './pages/read-pages.ts'
import { readTree } from './tree.ts'

export class FileDamaged extends Error {
  readonly path: string

  constructor(name: string, why: string) {
    super(`${name} is damaged: ${why}`)
    this.name = 'FileDamaged'
    this.path = name
  }
}

/** The content of a file, which ends in an error where it is not what was stored. @throws ChunkDamaged, FileDamaged */
export async function* readFileOf(chunks: Chunks, file: SnapshotFile): AsyncIterable<Buffer> {
  if (!('tree' in file)) throw new FileDamaged(file.path, 'it is a database')
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of readTree(chunks, file.tree)) {
    hash.update(piece)
    bytes += piece.length
    yield piece
  }
  if (bytes !== file.bytes) throw new FileDamaged(file.path, `it has ${bytes} of its ${file.bytes} bytes`)
  if (hash.digest('hex') !== file.sha256) throw new FileDamaged(file.path, 'its content changed')
}

/** Writes a file of a snapshot below `folder`, down to the disk itself. @param wrote hears of bytes as they get there */
export async function unpackFile(
  chunks: Chunks,
  file: SnapshotFile,
  folder: string,
  signal?: AbortSignal,
  wrote: (bytes: number) => void = () => {},
): Promise<void> {
  const target = path.join(folder, ...file.path.split('/'))
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  const handle = await open(target, 'wx', 0o600)
  try {
    for await (const { content, position } of 'tree' in file ? inOrder(chunks, file) : inAnyOrder(chunks, file)) {
      signal?.throwIfAborted()
      await writeAll(handle, content, position)
      wrote(content.length)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

interface Piece {
  readonly content: Buffer
  readonly position: number
}

async function* inOrder(chunks: Chunks, file: TreeFile): AsyncIterable<Piece> {
  let position = 0
  for await (const content of readFileOf(chunks, file)) {
    yield { content, position }
    position += content.length
  }
}

/** Chunk by chunk, for the pages of one may lie all over a database. */
async function* inAnyOrder(chunks: Chunks, { path: name, pages }: DatabaseFile): AsyncIterable<Piece> {
  const map = await readMap(chunks, pages)
  const hashes = new PageHashes(pages.count)
  for await (const { page, content } of readRuns(chunks, map.byChunk(), pages.size)) {
    for (const one of pagesIn(page, content, pages.size)) hashes.set(one.page, one.content)
    yield { content, position: (page - 1) * pages.size }
  }
  if (hashes.digest !== pages.sha256) throw new FileDamaged(name, 'its content changed')
}

async function writeAll(handle: FileHandle, piece: Buffer, position: number): Promise<void> {
  for (let done = 0; done < piece.length; )
    done += (await handle.write(piece, done, piece.length - done, position + done)).bytesWritten
}
