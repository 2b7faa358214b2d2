import type { ChannelId, MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { getVisibleChannel } from '../channels/find.ts'
import { findTopic } from '../channels/topics.ts'
import type { Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import { markRead } from './mark.ts'
import { changeUnread } from './unread/stored.ts'

/** Everything that the viewer has not read, ascending. */
async function unreadIds(trx: Trx, viewer: Pick<Viewer, 'id'>): Promise<MessageId[]> {
  let ids: MessageId[] = []
  await changeUnread(trx, viewer.id, (set) => {
    ids = set.toArray() as MessageId[]
    return 0
  })
  return ids
}

/** @see https://zulip.com/api/mark-all-as-read */
export async function markAllRead(trx: Trx, viewer: Viewer): Promise<MessageId[]> {
  return markRead(trx, viewer, await unreadIds(trx, viewer), true)
}

/** @throws ApiError where the viewer must not know of the channel */
export async function markChannelRead(trx: Trx, viewer: Viewer, channelId: ChannelId): Promise<MessageId[]> {
  await getVisibleChannel(trx, viewer, channelId)
  const rows = await trx
    .selectFrom('messages')
    .select('id')
    .where('id', 'in', idList(await unreadIds(trx, viewer)))
    .where('channelId', '=', channelId)
    .execute()
  return markRead(
    trx,
    viewer,
    rows.map(({ id }) => id),
  )
}

/** @throws ApiError where the viewer must not know of the channel */
export async function markTopicRead(trx: Trx, viewer: Viewer, channelId: ChannelId, name: string): Promise<MessageId[]> {
  await getVisibleChannel(trx, viewer, channelId)
  const topic = await findTopic(trx, channelId, name)
  if (!topic) return []
  const rows = await trx
    .selectFrom('messages')
    .select('id')
    .where('id', 'in', idList(await unreadIds(trx, viewer)))
    .where('topicId', '=', topic.id)
    .execute()
  return markRead(
    trx,
    viewer,
    rows.map(({ id }) => id),
  )
}
