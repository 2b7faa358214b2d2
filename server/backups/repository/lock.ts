import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { BlobStore } from '../../uploads/stores/blob-store.ts'
import { isAlive } from '../is-alive.ts'
import { BackupRefused } from '../refused.ts'
import { type Holder, lockFolder, readHolder, removeLock, thisMachine, writeHolder } from './lock-file.ts'

const renewal = 60_000
/** A holder that has not been heard of for so long has lost its power, its network or its stick. */
const patience = 15 * 60_000
/** Clocks differ, and some are set: whoever seems to have been silent is watched for as long as two renewals take. */
const watching = 2 * renewal

/** What this process holds. Any other lock with its number was left by one before it, which had the same number. */
const held = new Set<string>()

export interface RepositoryLock {
  /** @throws BackupRefused where somebody has taken the lock away, thinking us gone */
  check(): Promise<void>
  /** Lets others write. @throws what the store says where the lock's file could not be removed; it is empty then */
  release(): Promise<void>
}

interface Surroundings {
  /** Unix milliseconds. */
  readonly now: () => number
  readonly machine: string
  readonly wait: (milliseconds: number) => Promise<unknown>
}

/**
 * Makes us the only one who writes to a repository. Stores have no way to create a file only once, so everybody first says that
 * they are there and then looks who else is: two at the same moment may both go away, but never both stay.
 * @throws BackupRefused REPOSITORY_LOCKED, naming the holder
 */
export async function lockRepository(
  store: BlobStore,
  what: string,
  surroundings: Partial<Surroundings> = {},
): Promise<RepositoryLock> {
  const lock = new Lock(store, what, { now: Date.now, machine: thisMachine, wait: setTimeout, ...surroundings })
  await lock.take()
  return lock
}

class Lock implements RepositoryLock {
  readonly #key = `${lockFolder}${randomBytes(8).toString('hex')}.json`
  readonly #store: BlobStore
  readonly #what: string
  readonly #around: Surroundings
  readonly #since: number
  #renewedAt: number
  /** Locks that ended, and could not be removed when they did. */
  readonly #ended = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #renewing = Promise.resolve()

  constructor(store: BlobStore, what: string, around: Surroundings) {
    this.#store = store
    this.#what = what
    this.#around = around
    this.#since = this.#renewedAt = around.now()
  }

  async take(): Promise<void> {
    held.add(this.#key)
    try {
      this.#renewedAt = await this.#say()
      this.#timer = setInterval(() => void this.#renew().catch(() => {}), renewal) // whoever checks next meets the same
      this.#timer.unref()
      await this.#refuseOthers()
    } catch (error) {
      await this.release().catch(() => {})
      throw error
    }
  }

  /** Nobody takes away what was renewed a moment ago. */
  async check(): Promise<void> {
    if (this.#silentFor() >= renewal) await this.#renew()
  }

  async release(): Promise<void> {
    if (!held.delete(this.#key)) return
    clearInterval(this.#timer)
    await this.#renewing.catch(() => {})
    const problem = await removeLock(this.#store, this.#key)
    if (problem) throw problem
    for (const key of this.#ended) await this.#store.delete(key)
  }

  #renew(): Promise<void> {
    this.#renewing = this.#renewing.catch(() => {}).then(() => this.#renewNow())
    return this.#renewing
  }

  /** A computer that slept may wake up while another one is at work, which then may not have seen it yet. */
  async #renewNow(): Promise<void> {
    const wasSilent = this.#silentFor() >= watching
    if (!(await this.#store.head(this.#key))?.bytes) throw lost()
    const saidAt = await this.#say()
    if (wasSilent) await this.#refuseOthers()
    this.#renewedAt = saidAt
  }

  async #say(): Promise<number> {
    const { now, machine } = this.#around
    const renewedAt = now()
    const me: Holder = { host: hostname(), machine, pid: process.pid, what: this.#what, since: this.#since, renewedAt }
    await writeHolder(this.#store, this.#key, me)
    return renewedAt
  }

  #silentFor(): number {
    return Math.abs(this.#around.now() - this.#renewedAt)
  }

  async #refuseOthers(): Promise<void> {
    for await (const { key, bytes } of this.#store.list(lockFolder)) {
      if (key === this.#key) continue
      if (bytes === 0) {
        this.#ended.add(key)
        continue
      }
      const holder = await readHolder(this.#store, key)
      if (holder && (await this.#isThere(key, holder))) throw lockedBy(holder)
      await removeLock(this.#store, key)
    }
  }

  async #isThere(key: string, holder: Holder): Promise<boolean> {
    const { now, machine, wait } = this.#around
    if (holder.machine === machine) {
      if (holder.pid === process.pid) return held.has(key)
      if (!isAlive(holder.pid)) return false
    }
    if (Math.abs(now() - holder.renewedAt) <= patience) return true
    await wait(watching)
    const later = await readHolder(this.#store, key)
    return later !== undefined && later.renewedAt !== holder.renewedAt
  }
}

const lockedBy = ({ host, pid, what, since }: Holder): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_LOCKED',
    `These backups are in use: ${what} is under way on ${host} (process ${pid}, since ${new Date(since).toLocaleString()}).`,
    'Wait until it has finished. If that computer is gone, its hold ends by itself after 15 minutes.',
  )

const lost = (): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_LOCKED',
    'Another computer has taken over these backups while this one was at work, because it had not been heard of for a while.',
    'Nothing is damaged. Let only one computer write to one place, then try again.',
  )
