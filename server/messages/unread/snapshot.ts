import { sql } from 'kysely'
import type { ChannelId, ConversationId, MessageId, TopicId, UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import { topicFor } from '../../channels/user-topics.ts'
import { builtOnce } from '../../database/built-once.ts'
import type { Db } from '../../database/connection.ts'
import { idList } from '../../database/dialects/id-list.ts'
import { placesOfMessages } from '../../database/dialects/message-places.ts'
import { membersOf } from '../conversations.ts'
import { Flag } from '../flags.ts'
import { mutingOf } from '../narrow/muting.ts'
import { readableChannels } from '../visibility.ts'
import { withUnread } from './around.ts'

/** Zulip's limit: clients expect no more, and say that there are older ones. */
const most = 50_000

interface InTopic {
  readonly topicId: TopicId
  readonly channelId: ChannelId
  readonly name: string
  readonly ids: readonly MessageId[]
}

interface InConversation {
  readonly members: readonly UserId[]
  readonly ids: readonly MessageId[]
}

/**
 * What somebody has not read, as `unread_msgs`: the newest 50,000. Of channels only those that they are in; `count` leaves out
 * what they muted.
 * @see https://zulip.com/api/register-queue#response
 */
export async function unreadMessages(db: Db, viewer: Viewer, knowsEmptyTopicName: boolean) {
  const { newest, isCut } = await withUnread(db, viewer.id, (unread) => ({
    newest: unread.sliceArray(Math.max(0, unread.size - most), unread.size) as MessageId[],
    isCut: unread.size > most,
  }))
  const byPlace = await grouped(db, newest)
  const topics = await inTopics(db, viewer, byPlace)
  const conversations = await inConversations(db, byPlace)
  const [pairs, groups] = [conversations.filter(isPair), conversations.filter((one) => !isPair(one))]
  return {
    count: (await countUnmuted(db, viewer, topics)) + sum(conversations),
    pms: pairs.map(({ members, ids }) => {
      const other = members.find((id) => id !== viewer.id) ?? viewer.id
      return { other_user_id: other, sender_id: other, unread_message_ids: ids } // the second name is for older clients
    }),
    streams: topics.map(({ channelId, name, ids }) => ({
      stream_id: channelId,
      topic: topicFor(knowsEmptyTopicName, name),
      unread_message_ids: ids,
    })),
    huddles: groups.map(({ members, ids }) => ({ user_ids_string: members.join(), unread_message_ids: ids })),
    mentions: await mentionsAmong(db, viewer, [...topics, ...conversations]),
    old_unreads_missing: isCut,
  }
}

const isPair = ({ members }: InConversation): boolean => members.length <= 2
const sum = (some: readonly { readonly ids: readonly MessageId[] }[]): number =>
  some.reduce((all, { ids }) => all + ids.length, 0)

/** By topic, or by conversation with a minus. Deleted messages may still be among the unread. */
async function grouped(db: Db, ids: readonly MessageId[]): Promise<ReadonlyMap<number, MessageId[]>> {
  const byPlace = new Map<number, MessageId[]>()
  const places = await placesOfMessages(db, ids)
  for (const [index, id] of ids.entries()) {
    const place = places[index]!
    const known = byPlace.get(place)
    if (known) known.push(id)
    else byPlace.set(place, [id])
  }
  byPlace.delete(0)
  return byPlace
}

async function inTopics(db: Db, viewer: Viewer, byPlace: ReadonlyMap<number, MessageId[]>): Promise<InTopic[]> {
  const wanted = [...byPlace.keys()].filter((place) => place > 0) as TopicId[]
  const { subscribed } = await readableChannels(db, viewer)
  const rows = await db
    .selectFrom('topics')
    .select(['id as topicId', 'channelId', 'name'])
    .where('id', 'in', idList(wanted))
    .execute()
  const theirs = new Set(subscribed)
  return rows.filter(({ channelId }) => theirs.has(channelId)).map((topic) => ({ ...topic, ids: byPlace.get(topic.topicId)! }))
}

async function inConversations(db: Db, byPlace: ReadonlyMap<number, MessageId[]>): Promise<InConversation[]> {
  const wanted = [...byPlace.keys()].filter((place) => place < 0).map((place) => -place as ConversationId)
  const members = await membersOf(db, wanted)
  return wanted.map((id) => ({ members: members.get(id) ?? [], ids: byPlace.get(-id)! }))
}

async function countUnmuted(db: Db, viewer: Viewer, topics: readonly InTopic[]): Promise<number> {
  const muting = await mutingOf(db, viewer)
  const isMuted = ({ topicId, channelId }: InTopic) =>
    muting.topics.has(topicId) || (muting.channels.has(channelId) && !muting.wantedTopics.has(topicId))
  return sum(topics.filter((topic) => !isMuted(topic)))
}

/** Those of what is counted that mention the viewer, by name or with everybody. */
async function mentionsAmong(db: Db, viewer: Viewer, counted: readonly { readonly ids: readonly MessageId[] }[]) {
  const first = Math.min(...counted.map(({ ids }) => ids[0]!)) as MessageId
  const mentioning = [...(await byName(db, viewer.id, first)), ...(await withEverybody(db, first))]
  const mentions = new Set(mentioning.map(({ id }) => id))
  return counted.flatMap(({ ids }) => ids.filter((id) => mentions.has(id))).sort((a, b) => a - b)
}

const byName = builtOnce((db, userId: UserId, first: MessageId) =>
  db
    .selectFrom('messageFlags')
    .select('messageId as id')
    .where('userId', '=', userId)
    .where('flag', 'in', [Flag.mentioned, Flag.topicMentioned])
    .where('messageId', '>=', first),
)

const withEverybody = builtOnce((db, first: MessageId) =>
  db
    .selectFrom('messages')
    .select('id')
    .where('mentionsEveryone', '=', sql.lit(1)) // written out, so that the index of the few is used
    .where('id', '>=', first),
)
