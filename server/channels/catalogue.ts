import { LRUCache } from 'lru-cache'
import type { ChannelId } from '../api/ids.ts'
import { RawJson } from '../api/raw-json.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import type { Channel } from './channel.ts'
import { findStandings, type Standings } from './find.ts'
import { allChannels, catalogueStamp } from './queries.ts'
import { type Subscribers, subscribersOf } from './subscriptions/subscribers.ts'
import { type DayCounts, recentCounts, today, trafficOf } from './traffic.ts'
import { type WireChannel, wireChannel } from './wire.ts'

/** A channel with all that others see of it, as an object and as text. */
export interface Listed {
  readonly channel: Channel
  readonly subscribers: Subscribers
  readonly wire: WireChannel
  /** `wire` as JSON without its closing brace, so that a subscription goes on where the channel ends. */
  readonly openJson: string
}

/** Every channel, the archived too, by id. */
export class Catalogue {
  readonly all: readonly Listed[]
  readonly #byId: ReadonlyMap<ChannelId, Listed>
  /** Many people have the same channels, and change nothing about them: their lists are one text. */
  readonly #lists = new LRUCache<string, RawJson>({ max: 200 })

  constructor(all: readonly Listed[]) {
    this.all = all
    this.#byId = new Map(all.map((listed) => [listed.channel.id, listed]))
  }

  get(id: ChannelId): Listed | undefined {
    return this.#byId.get(id)
  }

  /** A JSON list of these channels. `key` tells apart what `write` adds to them. */
  json(some: readonly Listed[], key: string, write: (listed: Listed, index: number) => string): RawJson {
    const fullKey = `${key} ${some.map(({ channel }) => channel.id).join()}`
    const known = this.#lists.get(fullKey)
    if (known) return known
    const list = new RawJson(`[${some.map(write).join()}]`)
    this.#lists.set(fullKey, list)
    return list
  }
}

/** What closes a channel that `openJson` began. */
export const jsonEnd = ({ subscribers }: Listed, withSubscribers: boolean): string =>
  withSubscribers ? `,"subscribers":${subscribers.json}}` : '}'

/** The same, and what the viewer is to each of them. */
export async function catalogueFor(db: Db, viewer: Viewer): Promise<{ channels: Catalogue; standings: Standings }> {
  const channels = await catalogue(db)
  const rows = channels.all.map(({ channel }) => channel)
  return { channels, standings: await findStandings(db, viewer, rows) }
}

/** A few: the last commit's, and those that transactions see. */
const catalogues = new LRUCache<string, Catalogue>({ max: 8 })
const listed = new LRUCache<string, Listed>({ max: 5_000 })

/** All channels as they are now, made anew only when one of them changed: a thousand people who register share it. */
export async function catalogue(db: Db): Promise<Catalogue> {
  const stamp = await catalogueStamp(db)
  const key = `${stamp} ${today()}`
  const known = catalogues.get(key)
  if (known) return known
  const counts = await recentCounts(db)
  const all: Listed[] = []
  for (const channel of await allChannels(db)) all.push(await list(db, channel, counts.get(channel.id)))
  const made = new Catalogue(all)
  if ((await catalogueStamp(db)) === stamp) catalogues.set(key, made) // else somebody committed while we read
  return made
}

async function list(db: Db, channel: Channel, counts: DayCounts | undefined): Promise<Listed> {
  const key = `${channel.id} ${channel.stamp} ${channel.subscribersStamp} ${today()}`
  const known = listed.get(key)
  if (known) return known
  const subscribers = await subscribersOf(db, channel)
  const wire = wireChannel(channel, subscribers.ids.length, trafficOf(channel, counts))
  const made = { channel, subscribers, wire, openJson: JSON.stringify(wire).slice(0, -1) }
  listed.set(key, made)
  return made
}

/** @throws Error where there is no such channel: the caller has just loaded or made it */
export async function listedChannel(db: Db, id: ChannelId): Promise<Listed> {
  const found = (await catalogue(db)).get(id)
  if (!found) throw new Error(`Channel ${id} is not in the catalogue`)
  return found
}
