import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { isErrno } from '../../config/problem.ts'
import { type BlobFacts, type BlobStore, type ByteRange, checkKey, type PutOptions } from './blob-store.ts'
import { type Draft, writeDraft } from './draft.ts'
import { headOfFile, readFileAsBlob } from './file-as-blob.ts'
import { makeFolder, syncFolder } from './folder-sync.ts'

/** Drafts live in it, on the same disk as what they become; no key begins with a dot. */
const draftFolder = '.incoming'

/** Keys below this prefix have a folder of their own, as they may have a bucket of their own. */
const avatars = 'avatars/'

interface Folders {
  readonly uploads: string
  readonly avatars: string
}

/** Files in two folders of this computer; a file's path is its key. */
export class LocalStore implements BlobStore {
  readonly id = 'local'
  readonly #folders: Folders

  private constructor(folders: Folders) {
    this.#folders = folders
  }

  /** Clears away what an earlier run had not finished receiving: nothing that was acknowledged is among it. */
  static async open(folders: Folders): Promise<LocalStore> {
    for (const folder of [folders.uploads, folders.avatars]) {
      await rm(path.join(folder, draftFolder), { recursive: true, force: true })
      await mkdir(path.join(folder, draftFolder), { recursive: true, mode: 0o700 })
    }
    return new LocalStore(folders)
  }

  /** What is left on the disk of the uploads. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folders.uploads)
    return bavail * bsize
  }

  /** Receives a file without giving it a key yet. @throws TooManyBytes */
  receive(body: Readable, maxBytes?: number): Promise<Draft> {
    return writeDraft(this.#draftPath(this.#folders.uploads), body, maxBytes)
  }

  /** Gives a draft its key; the draft is gone then. */
  async adopt(draft: Draft, key: string): Promise<void> {
    const target = this.#path(key)
    for (let tries = 3; ; tries--) {
      await makeFolder(path.dirname(target))
      try {
        await rename(draft.file, target)
        break
      } catch (error) {
        if (tries === 0 || !isErrno(error, 'ENOENT')) throw error // `delete` of the folder's last file took it from under us
      }
    }
    await syncFolder(path.dirname(target))
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<BlobFacts> {
    const target = this.#path(key)
    const abort = (): void => void body.destroy(options.signal?.reason)
    if (options.signal?.aborted) abort()
    options.signal?.addEventListener('abort', abort, { once: true })
    try {
      const draft = await writeDraft(this.#draftPath(this.#rootOf(target)), body)
      await this.adopt(draft, key)
      return { bytes: draft.bytes, sha256: draft.sha256 }
    } finally {
      options.signal?.removeEventListener('abort', abort)
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    return await readFileAsBlob(this.#path(key), key, range)
  }

  async head(key: string): Promise<{ bytes: number } | undefined> {
    return await headOfFile(this.#path(key))
  }

  async delete(key: string): Promise<void> {
    const file = this.#path(key)
    await rm(file, { force: true })
    await removeEmptyFolders(path.dirname(file), this.#rootOf(file))
  }

  async *list(prefix = ''): AsyncIterable<{ key: string; bytes: number }> {
    const places = [
      { root: this.#folders.uploads, before: '' },
      { root: this.#folders.avatars, before: avatars },
    ]
    for (const { root, before } of places) {
      for await (const file of filesBelow(root)) {
        const key = before + path.relative(root, file).split(path.sep).join('/')
        if (!key.startsWith(prefix)) continue
        const facts = await this.head(key)
        if (facts) yield { key, bytes: facts.bytes }
      }
    }
  }

  async presign(): Promise<undefined> {
    return undefined
  }

  /** Where this key's file is. For those who hand it to a library that wants a path. */
  #path(key: string): string {
    checkKey(key)
    const isAvatar = key.startsWith(avatars)
    return path.join(isAvatar ? this.#folders.avatars : this.#folders.uploads, isAvatar ? key.slice(avatars.length) : key)
  }

  #rootOf(file: string): string {
    return file.startsWith(this.#folders.avatars + path.sep) ? this.#folders.avatars : this.#folders.uploads
  }

  #draftPath(root: string): string {
    return path.join(root, draftFolder, randomBytes(16).toString('hex'))
  }
}

async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let here = folder; here !== root && here.startsWith(root); here = path.dirname(here)) {
    try {
      await rmdir(here)
    } catch {
      return // not empty, or somebody else's turn
    }
  }
}

async function* filesBelow(folder: string): AsyncIterable<string> {
  let entries: Awaited<ReturnType<typeof readFolder>>
  try {
    entries = await readFolder(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return
    throw error
  }
  for (const entry of entries) {
    const at = path.join(folder, entry.name)
    if (entry.name.startsWith('.')) continue // what is still arriving; no key of ours begins so
    if (entry.isDirectory()) yield* filesBelow(at)
    else if (entry.isFile()) yield at
  }
}

const readFolder = (folder: string) => readdir(folder, { withFileTypes: true })
