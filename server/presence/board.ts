import { activeUsers } from '../accounts/find.ts'
import type { UserId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Database } from '../database/connection.ts'
import type { EventBus } from '../realtime/bus.ts'
import { type Arrival, peopleArrived } from './events.ts'
import { allSeen, storeSeen } from './queries.ts'
import { offlineAfter, type Seen, type Status, wireSeen } from './seen.ts'

/** Those who come online within this many milliseconds are told of together. */
const gatherFor = 1_000
/** A minute's presence may be lost with the power; a write for each ping would cost the disk more than it is worth. */
const storeEvery = 60_000

interface BoardOptions {
  readonly database: Database
  readonly bus: EventBus
  /** Told when the board could not be stored; it tries again a minute later. */
  readonly warn: (error: unknown, sentence: string) => void
}

interface Entry extends Seen {
  /** The entry as JSON, `"12":{…}`, for answers that hold everyone. */
  readonly json: string
}

/** Reads what was stored of who was last seen when. */
export async function openPresenceBoard(options: BoardOptions): Promise<PresenceBoard> {
  return new PresenceBoard(options, await allSeen(options.database.read))
}

/** Who was last seen when. In memory, because everyone says so every minute; stored in batches, and when we stop. */
export class PresenceBoard {
  readonly #options: BoardOptions
  readonly #entries = new Map<UserId, Entry>()
  readonly #unstored = new Set<UserId>()
  #arrivals: Arrival[] = []
  #lastUpdateId: number
  readonly #timer: NodeJS.Timeout
  #gathering: NodeJS.Timeout | undefined

  constructor(options: BoardOptions, known: ReadonlyMap<UserId, Seen>) {
    this.#options = options
    for (const [id, seen] of known) this.#set(id, seen)
    // Clients hold ids from before, and some of those were never stored: milliseconds outrun any number of pings.
    this.#lastUpdateId = Math.max(Date.now(), ...Array.from(known.values(), ({ updateId }) => updateId))
    this.#timer = setInterval(() => void this.#tryToStore(), storeEvery)
    this.#timer.unref()
  }

  get lastUpdateId(): number {
    return this.#lastUpdateId
  }

  of(userId: UserId): Seen | undefined {
    return this.#entries.get(userId)
  }

  /** Notes what somebody's client says of them, and tells the others if they were offline until now. */
  note(person: { readonly id: UserId; readonly email: string }, status: Status): void {
    const now = unixNow()
    const before = this.#entries.get(person.id)
    const activeAt = status === 'active' ? now : (before?.activeAt ?? 0)
    const seen = { activeAt, idleAt: now, updateId: ++this.#lastUpdateId }
    this.#set(person.id, seen)
    this.#unstored.add(person.id)
    const wasOffline = now - (before?.activeAt ?? 0) > offlineAfter
    if (status === 'active' && wasOffline) this.#announce({ ...person, seen })
  }

  #set(id: UserId, seen: Seen): void {
    this.#entries.set(id, { ...seen, json: `"${id}":${JSON.stringify(wireSeen(seen))}` })
  }

  #announce(arrival: Arrival): void {
    this.#arrivals.push(arrival)
    this.#gathering ??= setTimeout(() => void this.#tell(), gatherFor).unref()
  }

  async #tell(): Promise<void> {
    this.#gathering = undefined
    const arrivals = this.#arrivals.splice(0)
    try {
      const userIds = (await activeUsers(this.#options.database.read)).map(({ id }) => id)
      this.#options.bus.publish([{ event: peopleArrived(arrivals, userIds.length), userIds, echo: undefined }])
    } catch (error) {
      this.#options.warn(error, 'Could not tell who came online.')
    }
  }

  /** Those seen at `since` (Unix seconds) or later whose entry is newer than `afterUpdateId`. */
  seen(since: number, afterUpdateId = -1): [UserId, Seen][] {
    return [...this.#entries].filter(([, entry]) => entry.idleAt >= since && entry.updateId > afterUpdateId)
  }

  /** The same as JSON text: an object from user id to the times. */
  json(since: number, afterUpdateId = -1): string {
    const parts: string[] = []
    for (const { idleAt, updateId, json } of this.#entries.values()) {
      if (idleAt >= since && updateId > afterUpdateId) parts.push(json)
    }
    return `{${parts.join()}}`
  }

  async #tryToStore(): Promise<void> {
    try {
      await this.#store()
    } catch (error) {
      this.#options.warn(error, 'Could not store who is online; trying again in a minute.')
    }
  }

  async #store(): Promise<void> {
    if (this.#unstored.size === 0) return
    const ids = [...this.#unstored]
    this.#unstored.clear()
    try {
      await this.#options.database.inTransaction(async (trx) => {
        for (const id of ids) {
          const { activeAt, idleAt, updateId } = this.#entries.get(id)!
          await storeSeen(trx, id, { activeAt, idleAt, updateId })
        }
      })
    } catch (error) {
      for (const id of ids) this.#unstored.add(id)
      throw error
    }
  }

  /** Stores what is not stored yet. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    clearTimeout(this.#gathering)
    await this.#tryToStore()
  }
}
