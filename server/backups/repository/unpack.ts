import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { release } from '../../memory/release.ts'
import type { SnapshotFile } from '../snapshot/manifest.ts'
import { unpackInThread } from '../snapshot/pack-thread.ts'
import type { NamedChunks } from './chunks.ts'
import { FileDamaged } from './damage.ts'
import { readTree } from './tree.ts'

/** The content of a file, which ends in an error where it is not what was stored. @throws ChunkDamaged, FileDamaged */
export async function* readFileOf(chunks: NamedChunks, file: SnapshotFile): AsyncIterable<Buffer> {
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
  chunks: NamedChunks,
  file: SnapshotFile,
  folder: string,
  signal?: AbortSignal,
  wrote: (bytes: number) => void = () => {},
): Promise<void> {
  const target = path.join(folder, ...file.path.split('/'))
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  if ('pages' in file) {
    await unpackInThread(chunks, file, target, signal, wrote)
    return
  }
  const handle = await open(target, 'wx', 0o600)
  try {
    for await (const piece of readFileOf(chunks, file)) {
      signal?.throwIfAborted()
      await writeAll(handle, piece)
      wrote(piece.length)
      release(piece)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, piece: Buffer): Promise<void> {
  for (let done = 0; done < piece.length; ) done += (await handle.write(piece, done)).bytesWritten
}
