import { ApiError } from '../../api/error.ts'
import type { ChannelId, MessageId, TopicId, UserId } from '../../api/ids.ts'
import { unixNow } from '../../api/unix-time.ts'
import type { Viewer } from '../../api/viewer.ts'
import { mayRead, mayReadHistory, maySend, type Standing } from '../../channels/access.ts'
import { findChannel, findStanding } from '../../channels/find.ts'
import { findOrCreateTopic, findTopic, foldTopic, renameTopic, setNewestMessage } from '../../channels/topics.ts'
import { moveTopicChoices } from '../../channels/user-topics.ts'
import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { getVisible, type SeenMessage } from '../access.ts'
import { readersNow } from '../audience.ts'
import { mayNotSend } from '../errors.ts'
import { type MoveToTell, messagesDeleted, messageUpdated, type PlaceChange } from '../events.ts'
import { checkTopic } from '../place.ts'
import { idsInTopic, insertMoves, newestInTopic, receivedAmong, updateMessages } from '../queries.ts'
import { linkTopic } from '../rendering/link-topic.ts'
import type { Surroundings } from '../rendering/surroundings.ts'
import { queueForIndex } from '../search/queue.ts'
import { noteOrigins } from '../unread/origins.ts'
import { type Moved, sendMoveNotices } from './notices.ts'
import { refuseMove } from './rules.ts'

export interface Move {
  readonly topic?: string
  readonly channelId?: ChannelId
  readonly mode: PlaceChange['mode']
  /** Where to say that messages went, or came. */
  readonly tellsOldPlace: boolean
  readonly tellsNewPlace: boolean
  readonly surroundings: Surroundings
  /** Tells those who see the messages before and after, where there is more to tell of than the move. */
  readonly tell?: (move: MoveToTell) => Promise<void>
}

/**
 * Moves a message, those after it, or its whole topic, to another topic or channel, and tells everybody who sees either.
 * @throws ApiError where the viewer may not, or the time for some of the messages has passed
 * @see https://zulip.com/api/update-message
 */
export async function moveMessages(trx: Trx, viewer: Viewer, id: MessageId, move: Move): Promise<void> {
  const seen = await getVisible(trx, viewer, id)
  const { message, standing } = seen
  if (!standing) throw inConversation(move)
  const target = await targetOf(trx, viewer, standing, move.channelId)
  const topic = await nameThere(trx, seen, target, move.topic ?? message.topic!)
  const newChannelId = target.channel.id === message.channelId ? undefined : target.channel.id
  const newTopic = topic === message.topic ? undefined : topic
  if (newChannelId === undefined && newTopic === undefined) return

  const ids = await idsToMove(trx, viewer, seen, move.mode)
  await refuseMove(trx, viewer, seen, { ids, isToOtherChannel: newChannelId !== undefined, newTopic })
  const isWholeTopic = ids.length === (await idsInTopic(trx, message.topicId!)).length
  const isSameTopic = newChannelId === undefined && foldTopic(topic) === foldTopic(message.topic!)
  if (isSameTopic && !isWholeTopic) return // a topic has one spelling
  const change: PlaceChange = {
    mode: move.mode,
    channelId: message.channelId!,
    newChannelId,
    topic: message.topic!,
    newTopic,
    topicLinks: newTopic === undefined ? [] : await linkTopic(trx, newTopic),
  }
  const moved = { seen, from: standing, to: target, topic, ids, change, isWholeTopic }
  const witnesses = await carryOut(trx, viewer, moved, isSameTopic)
  await tell(trx, viewer, moved, witnesses, move.tell)
  await sendMoveNotices(trx, viewer, moved, move)
}

const inConversation = ({ channelId }: Move): ApiError =>
  new ApiError(
    'BAD_REQUEST',
    channelId === undefined ? 'Direct messages cannot have topics.' : 'Direct messages cannot be moved to channels.',
  )

async function targetOf(trx: Trx, viewer: Viewer, here: Standing, channelId: ChannelId | undefined): Promise<Standing> {
  if (channelId === undefined || channelId === here.channel.id) return here
  const channel = await findChannel(trx, channelId)
  const standing = channel && (await findStanding(trx, viewer, channel))
  if (!standing || !mayRead(standing)) throw new ApiError('BAD_REQUEST', 'Invalid channel ID')
  if (!maySend(standing)) throw mayNotSend(channel.name)
  return standing
}

/** The topic as it is called where the messages go: one that is there already keeps its spelling. */
async function nameThere(trx: Trx, { message }: SeenMessage, target: Standing, given: string): Promise<string> {
  const wanted = await checkTopic(trx, target, given)
  const known = await findTopic(trx, target.channel.id, wanted)
  return known && known.lastMessageId > 0 && known.id !== message.topicId ? known.name : wanted
}

async function idsToMove(trx: Trx, viewer: Viewer, { message, standing }: SeenMessage, mode: Move['mode']): Promise<MessageId[]> {
  if (mode === 'change_one') return [message.id]
  const ids = await idsInTopic(trx, message.topicId!, mode === 'change_later' ? message.id : 0)
  if (mayReadHistory(standing!)) return ids
  const received = await receivedAmong(trx, viewer.id, ids)
  return ids.filter((id) => received.has(id)) // what somebody cannot see, they cannot move
}

async function carryOut(trx: Trx, viewer: Viewer, moved: Moved, isSameTopic: boolean): Promise<Witnesses> {
  const { seen, from, to, topic, ids, change, isWholeTopic } = moved
  const { message } = seen
  const before = await readersNow(trx, message, ids)
  const movedAt = unixNow()
  if (isSameTopic) {
    await renameTopic(trx, message.topicId!, topic)
    await updateMessages(trx, ids, { movedAt })
  } else {
    const goal = await findOrCreateTopic(trx, to.channel.id, topic)
    if (change.newChannelId !== undefined) await noteOrigins(trx, ids, message.channelId!)
    await updateMessages(trx, ids, { topicId: goal.id, channelId: to.channel.id, movedAt })
    await settle(trx, message.topicId!)
    await settle(trx, goal.id)
  }
  const after = await readersNow(trx, { channelId: to.channel.id, conversationId: null }, ids)
  if (isWholeTopic && !isSameTopic) {
    await moveTopicChoices(trx, { channel: from.channel, topic: message.topic! }, { channel: to.channel, topic }, after)
  }
  await insertMoves(trx, ids, {
    editorId: viewer.id,
    editedAt: movedAt,
    previousTopic: change.newTopic === undefined ? null : change.topic,
    topic: change.newTopic ?? null,
    previousChannelId: change.newChannelId === undefined ? null : from.channel.id,
    channelId: change.newChannelId === undefined ? null : to.channel.id,
  })
  await queueForIndex(trx, ids)
  return { before, after, movedAt }
}

const settle = async (trx: Trx, topicId: TopicId): Promise<void> =>
  setNewestMessage(trx, topicId, await newestInTopic(trx, topicId))

interface Witnesses {
  readonly before: readonly UserId[]
  readonly after: readonly UserId[]
  readonly movedAt: number
}

/** Those who see both places hear of a move; those who lose sight of the messages, that they are gone. */
async function tell(
  trx: Trx,
  viewer: Viewer,
  { seen, from, ids, change }: Moved,
  { before, after, movedAt }: Witnesses,
  tellOfUpdate: Move['tell'] = async ({ update, userIds }) => emit(trx, messageUpdated(update, []), userIds),
): Promise<void> {
  const { message } = seen
  const isReader = new Set(after)
  const channel = { id: from.channel.id, name: from.channel.name }
  const update = { id: message.id, ids, editorId: viewer.id, editedAt: movedAt, channel, place: change }
  await tellOfUpdate({ update, userIds: before.filter((id) => isReader.has(id)) })
  emit(
    trx,
    messagesDeleted(ids, message),
    before.filter((id) => !isReader.has(id)),
  )
}
