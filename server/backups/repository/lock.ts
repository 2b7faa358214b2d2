import { createHash, randomBytes } from 'node:crypto'
import { hostname, networkInterfaces } from 'node:os'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import { BlobMissing, type BlobStore } from '../../uploads/stores/blob-store.ts'
import { isAlive } from '../is-alive.ts'
import { BackupRefused } from '../refused.ts'
import { RecordDamaged, readRecord, writeRecord } from './record.ts'

const Holder = z.object({
  host: z.string(),
  /** Tells computers of the same name apart. */
  machine: z.string(),
  pid: z.number(),
  what: z.string(),
  /** Unix milliseconds. */
  since: z.number(),
  renewedAt: z.number(),
})
type Holder = z.infer<typeof Holder>

const folder = 'locks/'
const renewal = 60_000
/** A holder that has not been heard of for so long has lost its power, its network or its stick. */
const patience = 15 * 60_000

const machine = createHash('sha256')
  .update(
    JSON.stringify([
      hostname(),
      ...Object.values(networkInterfaces())
        .flatMap((all) => all?.map(({ mac }) => mac) ?? [])
        .toSorted(),
    ]),
  )
  .digest('hex')
  .slice(0, 16)

export interface RepositoryLock {
  /** @throws BackupRefused where somebody has taken the lock away, thinking us gone */
  check(): Promise<void>
  release(): Promise<void>
}

/**
 * Makes us the only one who writes to a repository. Stores have no way to create a file only once, so everybody first says that
 * they are there and then looks who else is: two at the same moment may both go away, but never both stay.
 * @throws BackupRefused REPOSITORY_LOCKED, naming the holder
 */
export async function lockRepository(store: BlobStore, what: string, now = Date.now): Promise<RepositoryLock> {
  const key = `${folder}${randomBytes(8).toString('hex')}.json`
  const since = now()
  const say = async (): Promise<void> => {
    const me: Holder = { host: hostname(), machine, pid: process.pid, what, since, renewedAt: now() }
    await store.put(key, Readable.from([writeRecord(me)], { objectMode: false }))
  }
  await say()
  try {
    await refuseOthers(store, key, now())
  } catch (error) {
    await store.delete(key).catch(() => {})
    throw error
  }
  const timer = setInterval(() => void say().catch(() => {}), renewal)
  timer.unref()
  return {
    async check() {
      if (!(await store.head(key))) throw lost()
    },
    async release() {
      clearInterval(timer)
      await store.delete(key)
    },
  }
}

async function refuseOthers(store: BlobStore, mine: string, now: number): Promise<void> {
  for await (const { key } of store.list(folder)) {
    if (key === mine) continue
    const holder = await readHolder(store, key)
    if (holder && isThere(holder, now)) throw lockedBy(holder)
    await store.delete(key)
  }
}

async function readHolder(store: BlobStore, key: string): Promise<Holder | undefined> {
  try {
    return readRecord(await buffer(await store.get(key)), Holder, key)
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof RecordDamaged || error instanceof z.ZodError) return undefined
    throw error
  }
}

function isThere(holder: Holder, now: number): boolean {
  if (Math.abs(now - holder.renewedAt) > patience) return false
  return holder.machine !== machine || isAlive(holder.pid)
}

const lockedBy = ({ host, pid, what, since }: Holder): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_LOCKED',
    `These backups are in use: ${what} is under way on ${host} (process ${pid}, since ${new Date(since).toISOString()}).`,
    'Wait until it has finished. If that computer is gone, its hold ends by itself after 15 minutes.',
  )

const lost = (): BackupRefused =>
  new BackupRefused(
    'REPOSITORY_LOCKED',
    'Another computer has taken over these backups while this one was at work, because it had not been heard of for a while.',
    'Nothing is damaged. Let only one computer write to one place, then try again.',
  )
