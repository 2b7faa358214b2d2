import { z } from 'zod'
import { nameOf } from '../repository/chunk.ts'
import { Chunks } from '../repository/chunks.ts'
import { FileDamaged } from '../repository/damage.ts'
import { readRecord, writeRecord } from '../repository/record.ts'
import type { Repository } from '../repository/repository.ts'
import { type Writing, writeTree } from '../repository/tree.ts'
import { readWhole, writeWhole } from '../repository/whole.ts'
import { fileChunkBytes } from '../snapshot/copy-files.ts'
import { Tree, type TreeFile } from '../snapshot/manifest.ts'
import { stampOf, timeOf } from './entry.ts'

/** A file that was stored since the last snapshot. It lies beside the entries, in chunks of its own: pruning one touches no other. */
export interface StoredFile {
  readonly key: string
  readonly generation: string
  readonly time: Date
  /** What its content is called. */
  readonly name: string
  readonly isSealed: boolean
}

const Content = z.object({ bytes: z.number().int(), sha256: z.string(), tree: Tree })
type Content = z.infer<typeof Content>

const shape = /^journal\/([^/]+)\/files\/(\d{8}T\d{9}Z)-([0-9a-f]{64})\.(json|sealed)$/

export const nameOfContent = (sha256: Buffer, { cipher }: Pick<Repository, 'cipher'>): string => nameOf(sha256, cipher)

/** By the name of their content. @param keys of a journal */
export async function filesAmong(keys: AsyncIterable<{ readonly key: string }> | Iterable<{ readonly key: string }>) {
  const found = new Map<string, StoredFile>()
  for await (const { key } of keys) {
    const [, generation, stamp, name, kind] = shape.exec(key) ?? []
    if (generation && stamp && name) found.set(name, { key, generation, time: timeOf(stamp), name, isSealed: kind === 'sealed' })
  }
  return found
}

export const filesInJournal = ({ store }: Pick<Repository, 'store'>): Promise<Map<string, StoredFile>> =>
  filesAmong(store.list('journal/'))

/** Stores a file: its pieces first, then that they are there. */
export async function storeJournalFile(
  { store, cipher }: Repository,
  generation: string,
  { sha256, body }: { readonly sha256: Buffer; readonly body: AsyncIterable<Buffer> },
  signal?: AbortSignal,
): Promise<void> {
  const name = nameOf(sha256, cipher)
  const at = `journal/${generation}/files/${stampOf(new Date())}-${name}`
  const writing: Writing = { chunks: new Chunks(store, cipher, at), known: new Set(), newBytes: 0, signal }
  const { bytes, tree, sha256: read } = await writeTree(writing, body, fileChunkBytes)
  await writing.chunks.store.settle?.()
  if (read !== sha256.toString('hex')) throw new FileDamaged(at, 'it is not what was uploaded')
  const record = writeRecord({ bytes, sha256: read, tree } satisfies Content)
  const packed = cipher ? cipher.seal(record, placeOf(name)) : record
  await writeWhole(store, `${at}.${cipher ? 'sealed' : 'json'}`, packed)
}

/** How a file of the journal is unpacked: as one of a snapshot. @throws FileDamaged */
export async function openJournalFile(
  { store, cipher }: Repository,
  file: StoredFile,
  path: string,
): Promise<{ chunks: Chunks; file: TreeFile }> {
  const bytes = await readWhole(store, file.key)
  try {
    const record = file.isSealed ? cipher!.open(bytes, placeOf(file.name)) : bytes
    const chunks = new Chunks(store, file.isSealed ? cipher : undefined, file.key.replace(/\.\w+$/, ''))
    return { chunks, file: { path, ...readRecord(record, Content, file.key) } }
  } catch (cause) {
    throw new FileDamaged(file.key, (cause as Error).message)
  }
}

const placeOf = (name: string): string => `journal file ${name}`
