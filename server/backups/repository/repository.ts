import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { BackupRefused } from '../refused.ts'
import { type Joint, type Manifest, parseManifest } from '../snapshot/manifest.ts'
import { Chunks } from './chunks.ts'
import type { Cipher } from './cipher.ts'
import { FolderStore } from './folder-store.ts'
import { format, type Header, newerFormat, writeHeader } from './header.ts'
import { overtakenIn, overtakenOf } from './overtaken.ts'
import { readRecord, writeRecord } from './record.ts'
import { findWhole, writeWhole } from './whole.ts'

const Check = z.object({
  snapshot: z.string(),
  /** Unix seconds. */
  verifiedAt: z.number(),
  drilledAt: z.number().nullable(),
})
export type Check = z.infer<typeof Check>

export interface SnapshotName {
  readonly id: string
  readonly createdAt: Date
  readonly isSealed: boolean
}

/** A place that holds snapshots. It knows no schedule and no server: a stick from another computer is opened just so. */
export class Repository {
  readonly store: BlobStore
  readonly header: Header
  readonly cipher: Cipher | undefined
  /** Of snapshots whose list of files was read: some look for nothing else in it. */
  readonly #joints = new Map<string, Joint | undefined>()
  readonly #plain: Chunks
  readonly #sealed: Chunks | undefined

  constructor(store: BlobStore, header: Header, cipher: Cipher | undefined) {
    this.store = store
    this.header = header
    this.cipher = cipher
    this.#plain = new Chunks(store, undefined)
    this.#sealed = cipher && new Chunks(store, cipher)
  }

  /** @throws BackupRefused KEY_NEEDED for sealed ones without the key */
  chunks(isSealed: boolean): Chunks {
    if (!isSealed) return this.#plain
    if (!this.#sealed) throw keyNeeded()
    return this.#sealed
  }

  /** Oldest first. Those that were overtaken come before all others: when they were taken, nobody knows. */
  async snapshots(): Promise<SnapshotName[]> {
    const overtaken = await overtakenIn(this.store)
    const found: SnapshotName[] = []
    for await (const { key } of this.store.list('snapshots/')) {
      const [, id, kind] = /^snapshots\/(\d{8}T\d{9}Z-[0-9a-f]{16})\.(json|sealed)$/.exec(key) ?? []
      if (id) found.push({ id, createdAt: timeIn(id), isSealed: kind === 'sealed' })
    }
    const rank = ({ id }: SnapshotName): number => (overtaken.has(id) ? 0 : 1)
    return found.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
  }

  /** @param asked an id, the beginning of one, or `latest` */
  async find(asked: string): Promise<SnapshotName> {
    const all = await this.snapshots()
    const found = asked === 'latest' ? all.slice(-1) : all.filter(({ id }) => id.startsWith(asked))
    if (found.length === 1) return found[0]!
    if (all.length === 0) throw (await this.checked()).length > 0 ? withoutLists() : noneYet()
    const what = `There ${found.length ? 'are several snapshots' : 'is no snapshot'} “${asked}” here.`
    throw new BackupRefused('SNAPSHOT_UNKNOWN', what, 'Choose one of those that are there.')
  }

  /** Lets everything reach the disk that a snapshot consists of, and then lists it. */
  async addManifest(manifest: Manifest, isSealed: boolean): Promise<SnapshotName> {
    if (this.store instanceof FolderStore) await this.store.settle()
    const time = manifest.createdAt.replace(/[-:.]/g, '')
    const bytes = isSealed ? await this.#seal(manifest, time) : Buffer.from(`${JSON.stringify(manifest, undefined, 1)}\n`)
    const id = `${time}-${hashIn(bytes)}`
    const name = { id, createdAt: timeIn(id), isSealed }
    await writeWhole(this.store, keyOf(name), bytes)
    return name
  }

  /** @throws BackupRefused SNAPSHOT_DAMAGED, REPOSITORY_NEWER, KEY_NEEDED */
  async manifest(name: SnapshotName): Promise<Manifest> {
    const bytes = await findWhole(this.store, keyOf(name))
    if (!bytes) throw damaged(name.id, 'Its list of files is missing')
    const [time, hash] = name.id.split('-') as [string, string]
    if (hashIn(bytes) !== hash) throw damaged(name.id, 'Its list of files changed since it was written')
    const value = name.isSealed ? await this.#unseal(bytes, time, name.id) : (JSON.parse(bytes.toString()) as unknown)
    const written = z.object({ format: z.number() }).safeParse(value)
    if (written.success && written.data.format > format) throw newerFormat(name.id, written.data.format)
    const manifest = await parseManifest(value).catch((cause: unknown) => {
      throw damaged(name.id, 'Its list of files makes no sense', cause)
    })
    if (manifest.createdAt.replace(/[-:.]/g, '') !== time) throw damaged(name.id, 'Its list of files has another time')
    this.#joints.set(name.id, manifest.journal)
    return manifest
  }

  /** Where the journal goes on from a snapshot. @throws as `manifest` */
  async joint(name: SnapshotName): Promise<Joint | undefined> {
    if (!this.#joints.has(name.id)) await this.manifest(name)
    return this.#joints.get(name.id)
  }

  async removeSnapshot(name: SnapshotName): Promise<void> {
    await this.store.delete(checkOf(name.id)) // first: a verified snapshot that is missing would look like damage
    await this.store.delete(keyOf(name))
    await this.store.delete(overtakenOf(name.id))
  }

  /** Undefined for one that nobody has verified yet. */
  async check(id: string): Promise<Check | undefined> {
    const bytes = await findWhole(this.store, checkOf(id))
    const check = bytes && readRecord(bytes, Check, checkOf(id))
    return check?.snapshot === id ? check : undefined
  }

  /** Ids of snapshots that were verified, whether or not they are still there. */
  async checked(): Promise<string[]> {
    const ids: string[] = []
    for await (const { key } of this.store.list('checks/')) {
      const [, id] = /^checks\/([^/]+)\.json$/.exec(key) ?? []
      if (id) ids.push(id)
    }
    return ids
  }

  async writeCheck(check: Check): Promise<void> {
    await writeWhole(this.store, checkOf(check.snapshot), writeRecord(check))
  }

  async writeHeader(header: Header): Promise<Repository> {
    await writeHeader(this.store, header)
    return new Repository(this.store, header, this.cipher)
  }

  async #seal(manifest: Manifest, time: string): Promise<Buffer> {
    if (!this.cipher) throw keyNeeded()
    return this.cipher.seal(await promisify(zstdCompress)(Buffer.from(JSON.stringify(manifest))), `snapshot ${time}`)
  }

  async #unseal(bytes: Buffer, time: string, id: string): Promise<unknown> {
    if (!this.cipher) throw keyNeeded()
    try {
      return JSON.parse((await promisify(zstdDecompress)(this.cipher.open(bytes, `snapshot ${time}`))).toString())
    } catch (cause) {
      throw damaged(id, 'Its list of files does not open with the key', cause)
    }
  }
}

const keyOf = ({ id, isSealed }: Pick<SnapshotName, 'id' | 'isSealed'>): string =>
  `snapshots/${id}.${isSealed ? 'sealed' : 'json'}`
const checkOf = (id: string): string => `checks/${id}.json`
const hashIn = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)
const timeIn = (id: string): Date =>
  new Date(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*/, '$1-$2-$3T$4:$5:$6.$7Z'))

export const keyNeeded = (): BackupRefused =>
  new BackupRefused('KEY_NEEDED', 'These backups are sealed.', 'Type the recovery key that was written down when they were made.')

const noneYet = (): BackupRefused => new BackupRefused('SNAPSHOT_UNKNOWN', 'There is no backup here yet.', 'Make one first.')

const withoutLists = (): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_DAMAGED',
    'There were backups here, but the folder “snapshots”, which tells what they consist of, is empty or missing.',
    'Whoever copied them left it out: copy all of it once more, or use another copy.',
  )

const damaged = (id: string, what: string, cause?: unknown): BackupRefused =>
  new BackupRefused(
    'SNAPSHOT_DAMAGED',
    `Snapshot ${id} is damaged. ${what}.`,
    'Use an earlier snapshot, or another copy of these backups.',
    { cause },
  )
