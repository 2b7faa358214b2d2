import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { isErrno } from '../../config/problem.ts'
import { type BlobFacts, BlobMissing, type BlobStore, type ByteRange, checkKey } from '../../uploads/stores/blob-store.ts'
import { writeDraft } from '../../uploads/stores/draft.ts'
import { headOfFile, readFileAsBlob } from '../../uploads/stores/file-as-blob.ts'
import { makeFolder, syncFolder } from '../../uploads/stores/folder-sync.ts'
import { atOnce, eachAtOnce } from './at-once.ts'
import type { ChunkStore } from './chunks.ts'

/** Where files lie until they are whole. A leading dot keeps it out of every list. */
const drafts = '.incoming'

/** Chunks are small and many: some reach the disk together. All of them would keep it so busy that the chat's own commits wait. */
const syncsAtOnce = 16
const looksAtOnce = 32

/**
 * A repository's folder. It differs from the store of uploads in three ways: reading writes nothing, so that a stick with its
 * write protection on can be restored from; another computer's drafts are left alone; and chunks survive a power cut only once
 * `settle` has resolved. Until then no list refers to them, and what no list refers to is written again.
 */
export class FolderStore implements BlobStore, ChunkStore {
  readonly id: string
  readonly folder: string
  #unsettled = new Set<string>()
  #syncing = Promise.resolve()
  readonly #newNames = new Set<string>()

  constructor(folder: string) {
    this.folder = folder
    this.id = folder
  }

  async put(key: string, body: Readable): Promise<BlobFacts> {
    const target = this.#path(key)
    const draft = await writeDraft(await this.#newDraft(), body)
    await this.#rename(draft.file, target)
    await syncFolder(path.dirname(target))
    return draft
  }

  /** For chunks. Once `settle` has resolved, those that were written before survive a power cut. */
  async write(key: string, bytes: Buffer): Promise<void> {
    const target = this.#path(key)
    const file = await this.#newDraft()
    try {
      await writeFile(file, bytes, { flag: 'wx', mode: 0o600 })
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
    await this.#rename(file, target)
    await this.#settleLater(target)
  }

  async read(key: string): Promise<Buffer> {
    try {
      return await readFile(this.#path(key))
    } catch (error) {
      throw isErrno(error, 'ENOENT', 'ENOTDIR') ? new BlobMissing(key, { cause: error }) : error
    }
  }

  /** Its folder is not made with those above it: where a stick was pulled out, that must not appear again on the disk of this computer. */
  async #newDraft(): Promise<string> {
    const folder = path.join(this.folder, drafts)
    try {
      await mkdir(folder, { mode: 0o700 })
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
    }
    return path.join(folder, randomBytes(16).toString('hex'))
  }

  async #rename(draft: string, target: string): Promise<void> {
    try {
      await makeFolder(path.dirname(target))
      await rename(draft, target)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  async #settleLater(file: string): Promise<void> {
    this.#unsettled.add(file)
    this.#newNames.add(path.dirname(file))
    if (this.#unsettled.size >= syncsAtOnce) await this.#beginSync()
  }

  /** Resolves when those before have reached the disk: the next are written while these do. */
  #beginSync(): Promise<void> {
    const before = this.#syncing
    this.#syncing = before.catch(() => {}).then(() => this.#syncFiles())
    this.#syncing.catch(() => {}) // whoever writes next, or settles, hears of it
    return before
  }

  async #syncFiles(): Promise<void> {
    const files = this.#unsettled
    this.#unsettled = new Set()
    try {
      await eachAtOnce(files, syncsAtOnce, syncFile)
    } catch (error) {
      for (const file of files) this.#unsettled.add(file)
      throw error
    }
  }

  /** Once it resolves, all chunks survive a power cut: those whose `write` has resolved. */
  async settle(): Promise<void> {
    await this.#beginSync()
    await this.#syncing
    await eachAtOnce(this.#newNames, syncsAtOnce, syncFolder)
    this.#newNames.clear()
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    return await readFileAsBlob(this.#path(key), key, range)
  }

  async head(key: string): Promise<{ bytes: number } | undefined> {
    return await headOfFile(this.#path(key))
  }

  async delete(key: string): Promise<void> {
    this.#unsettled.delete(this.#path(key))
    await rm(this.#path(key), { force: true })
  }

  /** @param prefix ends with `/`, or is left out */
  async *list(prefix = ''): AsyncIterable<{ key: string; bytes: number }> {
    const facts = async (key: string) => ({ key, facts: await this.head(key) })
    for await (const found of atOnce(this.keys(prefix), looksAtOnce, facts)) {
      if (found.facts) yield { key: found.key, bytes: found.facts.bytes }
    }
  }

  /** As `list`, in a fraction of the time. */
  async *keys(prefix = ''): AsyncIterable<string> {
    for (const file of await filesBelow(path.join(this.folder, prefix)))
      yield path.relative(this.folder, file).split(path.sep).join('/')
  }

  async presign(): Promise<undefined> {
    return undefined
  }

  /** Clears away what an earlier run of ours had not finished. Only whoever holds the repository's lock may. */
  async removeDrafts(): Promise<void> {
    await rm(path.join(this.folder, drafts), { recursive: true, force: true })
  }

  #path(key: string): string {
    checkKey(key)
    return path.join(this.folder, ...key.split('/'))
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
  const shown = entries.filter(({ name }) => !name.startsWith('.'))
  const called = (names: typeof entries): string[] => names.map(({ name }) => path.join(folder, name))
  const files = called(shown.filter((entry) => entry.isFile()))
  const folders = called(shown.filter((entry) => entry.isDirectory()))
  for await (const below of atOnce(folders, looksAtOnce, filesBelow)) files.push(...below)
  return files
}
