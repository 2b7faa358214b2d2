import { findUsers } from '../../accounts/find.ts'
import { settingsOf } from '../../accounts/settings/user-settings.ts'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Standing } from '../../channels/access.ts'
import { findTopic } from '../../channels/topics.ts'
import { TopicVisibility, visibilitiesOfTopic } from '../../channels/user-topics.ts'
import type { Trx } from '../../database/connection.ts'
import type { SeenMessage } from '../access.ts'
import { removeMessages } from '../delete.ts'
import type { PlaceChange } from '../events.ts'
import { noticeClient, sendNotice, silently } from '../notices.ts'
import { findMessage } from '../queries.ts'
import type { Surroundings } from '../rendering/surroundings.ts'
import { topicParticipants } from '../topic-participants.ts'
import { resolution } from './rules.ts'

/** Messages that went from one place to another. */
export interface Moved {
  readonly seen: SeenMessage
  readonly from: Standing
  readonly to: Standing
  readonly topic: string
  readonly ids: readonly MessageId[]
  readonly change: PlaceChange
  /** Nothing was left behind. */
  readonly isWholeTopic: boolean
}

interface Wishes {
  readonly tellsOldPlace: boolean
  readonly tellsNewPlace: boolean
  readonly surroundings: Surroundings
}

/** Says in the places concerned what was done, and by whom. */
export async function sendMoveNotices(trx: Trx, viewer: Viewer, moved: Moved, wishes: Wishes): Promise<void> {
  const { from, to, topic, ids, change, isWholeTopic } = moved
  const outcome = change.newTopic === undefined ? undefined : resolution(change.topic, change.newTopic)
  if (outcome && change.newChannelId === undefined && isWholeTopic) {
    return sayResolved(trx, viewer, moved, outcome, wishes.surroundings)
  }
  const what = isWholeTopic ? 'This topic was' : ids.length === 1 ? 'A message was' : `${ids.length} messages were`
  const by = `by ${silently(viewer)}.`
  const notice = { causedBy: viewer }
  if (wishes.tellsNewPlace) {
    const place = { kind: 'topic', standing: to, topic } as const
    await sendNotice(trx, place, `${what} moved here from ${link(from, change.topic)} ${by}`, wishes.surroundings, notice)
  }
  if (wishes.tellsOldPlace) {
    const place = { kind: 'topic', standing: from, topic: change.topic } as const
    const away = isWholeTopic ? 'moved' : 'moved from this topic'
    await sendNotice(trx, place, `${what} ${away} to ${link(to, topic)} ${by}`, wishes.surroundings, notice)
  }
}

/** Names with asterisks cannot be written as a link to a topic: then the channel has to do. */
const link = ({ channel }: Standing, topic: string): string =>
  /[*`]/.test(topic) ? `#**${channel.name}**` : `#**${channel.name}>${topic}**`

/** Seconds in which a second thought leaves no trace. */
const secondThoughts = 60

async function sayResolved(
  trx: Trx,
  viewer: Viewer,
  { to, topic }: Moved,
  outcome: 'resolved' | 'unresolved',
  surroundings: Surroundings,
): Promise<void> {
  const standing = to
  const place = { kind: 'topic', standing, topic } as const
  const words = (what: string): string => `${silently(viewer)} has marked this topic as ${what}.`
  const known = await findTopic(trx, standing.channel.id, topic)
  const last = known && (await findMessage(trx, known.lastMessageId))
  const isOpposite = last?.client === noticeClient && last.content === words(outcome === 'resolved' ? 'unresolved' : 'resolved')
  if (isOpposite && Date.now() / 1000 - last.sentAt < secondThoughts) return removeMessages(trx, [last])
  const participants = known ? await topicParticipants(trx, known.id) : []
  const onlyFor = await whoCares(trx, participants, standing, topic)
  onlyFor.delete(viewer.id)
  await sendNotice(trx, place, words(outcome), surroundings, { causedBy: viewer, onlyFor })
}

/** Those of the participants to whom such a notice is to come as unread. */
async function whoCares(trx: Trx, participants: readonly UserId[], { channel }: Standing, topic: string): Promise<Set<UserId>> {
  const visibilities = await visibilitiesOfTopic(trx, channel.id, topic)
  const cares = (user: Parameters<typeof settingsOf>[0] & { readonly id: UserId }): boolean => {
    const policy = settingsOf(user).resolved_topic_notice_auto_read_policy
    if (policy === 'except_followed') return visibilities.get(user.id) === TopicVisibility.followed
    return policy === 'never'
  }
  return new Set((await findUsers(trx, participants)).filter(cares).map(({ id }) => id))
}
