import type { MessagePort } from 'node:worker_threads'
import { NamedChunks } from '../repository/chunks.ts'
import { Cipher } from '../repository/cipher.ts'
import { PageHashes } from '../repository/pages/page-hashes.ts'
import { type PackedPages, PageMap } from '../repository/pages/page-map.ts'
import { readMap } from '../repository/pages/read-pages.ts'
import { unpackPages } from '../repository/pages/unpack-pages.ts'
import { writePages } from '../repository/pages/write-pages.ts'
import { StoreAcross } from '../repository/store-across.ts'
import type { Writing } from '../repository/tree.ts'
import { changedPages, pagesOf } from './changed-pages.ts'
import type { DatabaseFile, Pages } from './manifest.ts'
import { draftNotes, mendNotes, readNotes } from './page-notes.ts'
import { lostChunksOf, storeMap } from './store-map.ts'

/* What a thread does to store a database. Several of them take a part each: hashing and compressing are most of the work. */

/** Where a thread finds the chunks of a repository. */
export interface Reach {
  readonly port: MessagePort
  readonly folder: string
  /** Undefined where nothing is sealed. */
  readonly dataKey: Uint8Array | undefined
}

const chunksWithin = ({ port, folder, dataKey }: Reach): NamedChunks =>
  new NamedChunks(new StoreAcross(port), dataKey && new Cipher(Buffer.from(dataKey)), folder)

export interface Known {
  /** Where the pages lay in the newest snapshot. Undefined where all of them are to be written. */
  readonly before: Pages | undefined
  /** What is noted of them. */
  readonly notes: string
  /** Chunks that need not be written. */
  readonly known: readonly string[]
}

export interface Part extends Reach, Known {
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

export interface Parts extends Reach, Known {
  readonly pageSize: number
  readonly count: number
  readonly packed: readonly PackedPages[]
  /** Of all parts, in order. */
  readonly hashes: readonly Uint8Array[]
}

/** Whether what an earlier snapshot knows of the pages is of use. */
const prepare = ({ before, notes, ...reach }: Reach & { readonly before: Pages; readonly notes: string }): Promise<boolean> =>
  mendNotes(notes, chunksWithin(reach), before)

/** Stores what is new in a part of a database. */
async function packPart(part: Part, tell: (bytes: number) => void): Promise<PackedPart> {
  const { copy, pageSize, from, count, before, notes, known } = part
  const writing: Writing = { chunks: chunksWithin(part), known: new Set(known), newBytes: 0 }
  const hashes = before ? await readNotes(notes, from, count) : new PageHashes(count)
  const lost = lostChunksOf(before ? await readMap(writing.chunks, before) : PageMap.empty, writing.known)
  const pages = pagesOf(copy, pageSize, { from, count }, tell)
  const packed = await writePages(writing, changedPages(pages, hashes, lost, from))
  return { packed, hashes: hashes.bytes, newBytes: writing.newBytes }
}

/** Stores where all pages lie, and notes what they are. */
async function joinParts(parts: Parts): Promise<{ readonly database: DatabaseFile; readonly newBytes: number }> {
  const { before, notes, known, pageSize, count, packed } = parts
  const writing: Writing = { chunks: chunksWithin(parts), known: new Set(known), newBytes: 0 }
  const hashes = new PageHashes(count, Buffer.concat(parts.hashes))
  const map = before ? await readMap(writing.chunks, before) : PageMap.empty
  const database = await storeMap(writing, { pageSize, count, sha256: hashes.digest }, map, packed)
  await draftNotes(notes, hashes)
  return { database, newBytes: writing.newBytes }
}

interface Unpacking extends Reach {
  readonly file: DatabaseFile
  readonly to: string
}

/** What the threads do, each with one argument that can be sent to it. */
export const tasks = {
  prepare,
  packPart,
  joinParts,
  unpack: ({ file, to, ...reach }: Unpacking, tell: (bytes: number) => void) => unpackPages(chunksWithin(reach), file, to, tell),
}
