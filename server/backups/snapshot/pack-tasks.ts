import type { MessagePort } from 'node:worker_threads'
import { type Compress, compressAside } from '../repository/chunk.ts'
import { NamedChunks } from '../repository/chunks.ts'
import { Cipher } from '../repository/cipher.ts'
import { FolderStore } from '../repository/folder-store.ts'
import { PageHashes } from '../repository/pages/page-hashes.ts'
import type { PackedPages } from '../repository/pages/page-map.ts'
import { unpackPages } from '../repository/pages/unpack-pages.ts'
import { writePages } from '../repository/pages/write-pages.ts'
import { StoreAcross } from '../repository/store-across.ts'
import type { Writing } from '../repository/tree.ts'
import { type Audit, auditPages } from './audit-pages.ts'
import { changedPages, pagesOf } from './changed-pages.ts'
import { foldPages } from './fold-pages.ts'
import type { DatabaseFile, Pages } from './manifest.ts'
import { draftNotes, mendNotes, readNotes } from './page-notes.ts'
import { type Before, pagesBefore } from './pages-before.ts'
import { lostChunksOf, storeMap } from './store-map.ts'

/* What a thread does to store a database. Several of them take a part each: hashing and compressing are most of the work. */

/** Where a thread finds the chunks of a repository. */
export interface Reach {
  /** A folder on this computer, or another thread that has a store. */
  readonly store: string | MessagePort
  readonly folder: string
  /** Undefined where nothing is sealed. */
  readonly dataKey: Uint8Array | undefined
}

/** What is done with chunks. Those that it wrote have reached their store when it answers. */
const withChunks =
  <Input, Value>(
    work: (chunks: NamedChunks, input: Input, tell: (bytes: number) => void) => Promise<Value>,
    compress?: Compress,
  ) =>
  async (input: Input & Reach, tell: (bytes: number) => void): Promise<Value> => {
    const { store: from, folder, dataKey } = input
    const store = typeof from === 'string' ? new FolderStore(from) : new StoreAcross(from)
    const value = await work(new NamedChunks(store, dataKey && new Cipher(Buffer.from(dataKey)), folder, compress), input, tell)
    if (store instanceof FolderStore) await store.settle()
    return value
  }

interface Part extends Before {
  /** A database file that nobody writes to. */
  readonly copy: string
  readonly pageSize: number
  /** How many pages are before this part, and in it. */
  readonly from: number
  readonly count: number
}

export interface PackedPart {
  readonly packed: readonly PackedPages[]
  readonly hashes: Uint8Array
  readonly newBytes: number
}

interface Parts extends Before {
  readonly pageSize: number
  readonly count: number
  readonly packed: readonly PackedPages[]
  /** Of all parts, in order. */
  readonly hashes: readonly Uint8Array[]
}

/** Whether what an earlier snapshot knows of the pages is of use. */
const prepare = (chunks: NamedChunks, { before, notes }: { readonly before: Pages; readonly notes: string }): Promise<boolean> =>
  mendNotes(notes, chunks, before)

/** Stores what is new in a part of a database. */
async function packPart(chunks: NamedChunks, part: Part, tell: (bytes: number) => void): Promise<PackedPart> {
  const { copy, pageSize, from, count, before, notes } = part
  const { map, known } = await pagesBefore(chunks, part)
  const writing: Writing = { chunks, known, newBytes: 0 }
  const hashes = before ? await readNotes(notes, from, count) : new PageHashes(count)
  const lost = lostChunksOf(map, known)
  const pages = pagesOf(copy, pageSize, { from, count }, tell)
  const packed = await writePages(writing, changedPages(pages, hashes, lost, from))
  return { packed, hashes: hashes.bytes, newBytes: writing.newBytes }
}

/** Stores where all pages lie, and notes what they are. */
async function joinParts(
  chunks: NamedChunks,
  parts: Parts,
): Promise<{ readonly database: DatabaseFile; readonly newBytes: number }> {
  const { notes, pageSize, count, packed, hashes: ofParts } = parts
  const { map, known } = await pagesBefore(chunks, parts)
  const writing: Writing = { chunks, known, newBytes: 0 }
  const hashes = new PageHashes(count, Buffer.concat(ofParts))
  const database = await storeMap(writing, { pageSize, count, sha256: hashes.digest }, map, packed)
  await draftNotes(notes, hashes)
  return { database, newBytes: writing.newBytes }
}

interface Unpacking {
  readonly file: DatabaseFile
  readonly to: string
}

/** What the threads do, each with one argument that can be sent to it. */
export const tasks = {
  prepare: withChunks(prepare),
  packPart: withChunks(packPart),
  joinParts: withChunks(joinParts),
  fold: withChunks(foldPages, compressAside),
  audit: (audit: Audit) => auditPages(audit),
  unpack: withChunks((chunks, { file, to }: Unpacking, tell) => unpackPages(chunks, file, to, tell)),
}
