import type { ChannelId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import type { AnyPlace } from '../../database/dialects/text-search.ts'
import { conversationIdsOf } from '../conversations.ts'
import { placeWord } from '../search/texts.ts'

/*
 * Where a search has to look. Somebody who reads little would else wait until every message with a common word has been found and
 * most of them refused.
 */

/** Of more places than that, asking the index for each costs more than it saves. */
const most = 60

/** Undefined where there are too many. */
export async function conversationPlaces(db: Db, viewer: Viewer): Promise<AnyPlace | undefined> {
  const ids = await conversationIdsOf(db, viewer.id, most + 1)
  return ids.length > most ? undefined : ids.map(placeWord.conversation)
}

/** @param joined channels where they may have received messages */
export async function everywhere(db: Db, viewer: Viewer, joined: readonly ChannelId[]): Promise<AnyPlace | undefined> {
  const conversations = joined.length > most ? undefined : await conversationPlaces(db, viewer)
  if (!conversations || joined.length + conversations.length > most) return undefined
  return [...joined.map(placeWord.channel), ...conversations]
}
