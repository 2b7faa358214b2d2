import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import type { ChannelNews, NamesByPerson } from '../news.ts'
import type { Joined } from './join.ts'

/** Subscriptions made at once; of more than these, people are not told each by a message. */
export const mostToldOf = 500

interface Telling {
  /** Whether people are to be told that they were subscribed, and the organization that there is a new channel. */
  readonly added: boolean
  readonly announce: boolean
  readonly realmUrl: string
}

/**
 * Lets people read what `joinChannels` did.
 * @returns whether those who were subscribed were told so
 */
export async function tellJoined(
  trx: Trx,
  viewer: Viewer,
  news: ChannelNews,
  joined: Joined,
  { added, announce, realmUrl }: Telling,
): Promise<boolean> {
  const isTold = added && Object.values(joined.subscribed).flat().length <= mostToldOf
  if (isTold) await news.tellAdded(trx, viewer, subscribedToKnown(joined), realmUrl)
  await news.tellCreated(trx, viewer, joined.created, { announce, realmUrl })
  return isTold
}

/** Without the channels that were made at the same time: those tell of themselves. */
function subscribedToKnown({ subscribed, created }: Joined): NamesByPerson {
  const isNew = new Set(created.map(({ name }) => name))
  const known = Object.entries(subscribed).map(([id, names]) => [id, names.filter((name) => !isNew.has(name))] as const)
  return Object.fromEntries(known.filter(([, names]) => names.length > 0))
}
