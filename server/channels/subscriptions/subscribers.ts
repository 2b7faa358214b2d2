import { LRUCache } from 'lru-cache'
import type { UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import type { Channel } from '../channel.ts'
import { subscribedUserIds, subscribersStampOf } from '../queries.ts'

/** Who is in a channel, ascending. `json` is the same list as text, for answers that thousands ask for. */
export interface Subscribers {
  readonly ids: readonly UserId[]
  readonly json: string
}

type Stamped = Pick<Channel, 'id' | 'subscribersStamp'>

/** Keyed by stamp, so that a transaction sees its own changes and readers what is committed, side by side. */
const known = new LRUCache<string, Subscribers>({
  max: 10_000,
  maxSize: 20_000_000,
  sizeCalculation: ({ ids }) => ids.length + 1,
})

export async function subscribersOf(db: Db, { id, subscribersStamp }: Stamped): Promise<Subscribers> {
  const key = `${id} ${subscribersStamp}`
  const found = known.get(key)
  if (found) return found
  const ids = await subscribedUserIds(db, id)
  const subscribers = { ids, json: `[${ids.join()}]` }
  if ((await subscribersStampOf(db, id)) === subscribersStamp) known.set(key, subscribers) // else somebody committed meanwhile
  return subscribers
}

/** Ids of the channel's active subscribers, ascending: the same array until they change, so do not change it. */
export const subscriberIds = async (db: Db, channel: Stamped): Promise<readonly UserId[]> =>
  (await subscribersOf(db, channel)).ids
