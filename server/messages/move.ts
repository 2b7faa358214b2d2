import { ApiError } from '../api/error.ts'
import type { ChannelId, MessageId, TopicId, UserId } from '../api/ids.ts'
import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import { mayRead, mayReadHistory, maySend, type Standing } from '../channels/access.ts'
import { findChannel, findStanding } from '../channels/find.ts'
import { findOrCreateTopic, foldTopic, renameTopic, setNewestMessage } from '../channels/topics.ts'
import { moveTopicChoices } from '../channels/user-topics.ts'
import type { Trx } from '../database/connection.ts'
import { topicLinks } from '../markdown/topic-links.ts'
import { wireLinkifiers } from '../realm/emoji.ts'
import { groupIdsOf } from '../realm/membership.ts'
import { type RealmSettings, realmSettings } from '../realm/settings.ts'
import { emit } from '../realtime/emit.ts'
import { getVisible, mayMoveOut, mayMoveWithin, type SeenMessage, type Verdict } from './access.ts'
import { readersNow } from './audience.ts'
import { mayNotMove, mayNotSend, messageNotFound, moveTimeOver } from './errors.ts'
import { messagesDeleted, messageUpdated, type PlaceChange } from './events.ts'
import { checkTopic } from './place.ts'
import { findMessages, idsInTopic, insertEdit, newestInTopic, receivedAmong, updateMessages } from './queries.ts'
import { queueForIndex } from './search/queue.ts'
import { noteOrigins } from './unread/origins.ts'

export interface Move {
  readonly topic?: string
  readonly channelId?: ChannelId
  readonly mode: PlaceChange['mode']
}

const resolved = /^✔[ ✔]*/

/** Whether two names differ only by the mark of a finished topic. */
const isResolving = (before: string, after: string): boolean =>
  before !== after && before.replace(resolved, '') === after.replace(resolved, '')

/**
 * Moves a message, those after it, or its whole topic, to another topic or channel, and tells everybody who sees either.
 * @throws ApiError where the viewer may not, or the time for some of the messages has passed
 * @see https://zulip.com/api/update-message
 */
export async function moveMessages(trx: Trx, viewer: Viewer, id: MessageId, move: Move): Promise<void> {
  const seen = await getVisible(trx, viewer, id)
  const { message, standing } = seen
  if (!standing) throw new ApiError('BAD_REQUEST', 'Direct messages cannot be moved to channels.')
  const target = await targetOf(trx, viewer, standing, move.channelId)
  const topic = await checkTopic(trx, target, move.topic ?? message.topic!)
  const newChannelId = target.channel.id === message.channelId ? undefined : target.channel.id
  const newTopic = topic === message.topic ? undefined : topic
  if (newChannelId === undefined && newTopic === undefined) return

  const settings = await realmSettings(trx)
  const ids = await idsToMove(trx, viewer, seen, move.mode)
  await refuseMove(trx, viewer, seen, { settings, ids, newChannelId, newTopic })
  const change: PlaceChange = {
    mode: move.mode,
    channelId: message.channelId!,
    newChannelId,
    topic: message.topic!,
    newTopic,
    topicLinks: newTopic === undefined ? [] : topicLinks(newTopic, await linkifiers(trx)),
  }
  await carryOut(trx, viewer, seen, target, topic, ids, change)
}

const linkifiers = async (trx: Trx) =>
  (await wireLinkifiers(trx)).map(({ pattern, url_template }) => ({ pattern, urlTemplate: url_template }))

async function targetOf(trx: Trx, viewer: Viewer, here: Standing, channelId: ChannelId | undefined): Promise<Standing> {
  if (channelId === undefined || channelId === here.channel.id) return here
  const channel = await findChannel(trx, channelId)
  const standing = channel && (await findStanding(trx, viewer, channel))
  if (!standing || !mayRead(standing)) throw new ApiError('BAD_REQUEST', 'Invalid channel ID')
  if (!maySend(standing)) throw mayNotSend(channel.name)
  return standing
}

async function idsToMove(trx: Trx, viewer: Viewer, { message, standing }: SeenMessage, mode: Move['mode']): Promise<MessageId[]> {
  if (mode === 'change_one') return [message.id]
  const ids = await idsInTopic(trx, message.topicId!, mode === 'change_later' ? message.id : 0)
  if (mayReadHistory(standing!)) return ids
  const received = await receivedAmong(trx, viewer.id, ids)
  return ids.filter((id) => received.has(id)) // what somebody cannot see, they cannot move
}

interface Asked {
  readonly settings: RealmSettings
  readonly ids: readonly MessageId[]
  readonly newChannelId: ChannelId | undefined
  readonly newTopic: string | undefined
}

async function refuseMove(
  trx: Trx,
  viewer: Viewer,
  seen: SeenMessage,
  { settings, ids, newChannelId, newTopic }: Asked,
): Promise<void> {
  const groups = await groupIdsOf(trx, viewer.id)
  const messages = isAtLeast(viewer, Role.moderator) ? [seen.message] : await findMessages(trx, ids)
  const judge = (message: SeenMessage['message']): Verdict => {
    const one = { message, standing: seen.standing }
    const out = newChannelId === undefined ? 'yes' : mayMoveOut(viewer, one, settings, groups)
    if (out !== 'yes' || newTopic === undefined || newChannelId !== undefined) return out
    return mayMoveWithin(viewer, one, settings, groups, isResolving(seen.message.topic!, newTopic))
  }
  const late = messages.filter((message) => judge(message) === 'too late')
  if (judge(seen.message) === 'no') throw mayNotMove()
  if (late.length === 0) return
  if (late.length === messages.length || late.some(({ id }) => id === seen.message.id)) throw moveTimeOver()
  const first = messages.find((message) => judge(message) === 'yes')
  throw new ApiError(
    'MOVE_MESSAGES_TIME_LIMIT_EXCEEDED',
    `You only have permission to move the ${messages.length - late.length}/${messages.length} most recent messages in this topic.`,
    400,
    {
      first_message_id_allowed_to_move: first?.id,
      total_messages_in_topic: messages.length,
      total_messages_allowed_to_move: messages.length - late.length,
    },
  )
}

async function carryOut(
  trx: Trx,
  viewer: Viewer,
  seen: SeenMessage,
  target: Standing,
  topic: string,
  ids: readonly MessageId[],
  change: PlaceChange,
): Promise<void> {
  const { message, standing } = seen
  const before = await readersNow(trx, message)
  const movedAt = Math.floor(Date.now() / 1000)
  const isAll = ids.length === (await idsInTopic(trx, message.topicId!)).length
  if (ids.length === 0) throw messageNotFound()

  if (change.newChannelId === undefined && isAll && foldTopic(topic) === foldTopic(message.topic!)) {
    await renameTopic(trx, message.topicId!, topic) // the same conversation, written otherwise
    await updateMessages(trx, ids, { movedAt })
  } else {
    const goal = await findOrCreateTopic(trx, target.channel.id, topic)
    if (change.newChannelId !== undefined) await noteOrigins(trx, ids, message.channelId!)
    await updateMessages(trx, ids, { topicId: goal.id, channelId: target.channel.id, movedAt })
    await settle(trx, message.topicId!)
    await settle(trx, goal.id)
    if (isAll) {
      const [from, to] = [
        { channel: standing!.channel, topic: message.topic! },
        { channel: target.channel, topic },
      ]
      await moveTopicChoices(trx, from, to, await readersNow(trx, { channelId: target.channel.id, conversationId: null }))
    }
  }
  await noteMoves(trx, viewer, ids, change, movedAt)
  await queueForIndex(trx, ids)
  await tell(trx, viewer, seen, target, before, ids, change, movedAt)
}

const settle = async (trx: Trx, topicId: TopicId): Promise<void> =>
  setNewestMessage(trx, topicId, await newestInTopic(trx, topicId))

async function noteMoves(
  trx: Trx,
  viewer: Viewer,
  ids: readonly MessageId[],
  change: PlaceChange,
  editedAt: number,
): Promise<void> {
  for (const messageId of ids) {
    await insertEdit(trx, {
      messageId,
      editorId: viewer.id,
      editedAt,
      ...(change.newTopic === undefined ? {} : { previousTopic: change.topic, topic: change.newTopic }),
      ...(change.newChannelId === undefined
        ? {}
        : { previousChannelId: change.channelId as ChannelId, channelId: change.newChannelId as ChannelId }),
    })
  }
}

/** Those who see the new place hear of a move; those who lose sight of the messages, that they are gone. */
async function tell(
  trx: Trx,
  viewer: Viewer,
  seen: SeenMessage,
  target: Standing,
  before: readonly UserId[],
  ids: readonly MessageId[],
  change: PlaceChange,
  editedAt: number,
): Promise<void> {
  const { message, standing } = seen
  const after = new Set(await readersNow(trx, { channelId: target.channel.id, conversationId: null }))
  const stay = before.filter((id) => after.has(id))
  const lose = before.filter((id) => !after.has(id))
  const channel = { id: standing!.channel.id, name: standing!.channel.name }
  emit(trx, messageUpdated({ id: message.id, ids, editorId: viewer.id, editedAt, channel, place: change }, []), stay)
  emit(trx, messagesDeleted(ids, { channelId: message.channelId, topic: message.topic }), lose)
}
