import { findUser, findUsers } from '../accounts/find.ts'
import { settingsOf, type UserSettings } from '../accounts/settings/user-settings.ts'
import type { UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Standing } from '../channels/access.ts'
import { isSubscribed } from '../channels/access.ts'
import { setTopicVisibility, TopicVisibility, visibilitiesOfTopic } from '../channels/user-topics.ts'
import type { Trx } from '../database/connection.ts'

/** What somebody does in a topic, by how much of themselves they put in. */
const Part = { takesPart: 1, writes: 2, begins: 3 } as const
export type Part = keyof typeof Part

/** What their settings make of a topic in which they do this. Their values name the least that counts; 4 is "never". */
function wantedVisibility(settings: UserSettings, part: Part, isChannelMuted: boolean): TopicVisibility | undefined {
  const counts = (policy: unknown): boolean => typeof policy === 'number' && policy <= Part[part]
  if (counts(settings.automatically_follow_topics_policy)) return TopicVisibility.followed
  const unmutes = isChannelMuted && counts(settings.automatically_unmute_topics_in_muted_streams_policy)
  return unmutes ? TopicVisibility.unmuted : undefined
}

/** A choice that says more about the topic than the settings do stays. */
const isStronger = (wanted: TopicVisibility, known: TopicVisibility | undefined): boolean =>
  known !== wanted && !(wanted === TopicVisibility.unmuted && known === TopicVisibility.followed)

/**
 * Follows or unmutes the topic for one who does something there, as their settings say.
 * @returns what that made of the topic, where it made anything
 * @see https://zulip.com/help/follow-a-topic#configure-automatically-followed-topics
 */
export async function followAsParticipant(
  trx: Trx,
  viewer: Pick<Viewer, 'id' | 'isBot'>,
  standing: Standing,
  topic: string,
  part: Part,
): Promise<TopicVisibility | undefined> {
  if (viewer.isBot || !isSubscribed(standing)) return undefined
  const user = await findUser(trx, viewer.id)
  const wanted = user && wantedVisibility(settingsOf(user), part, standing.subscription?.isMuted === 1)
  if (wanted === undefined) return undefined
  const known = (await visibilitiesOfTopic(trx, standing.channel.id, topic)).get(viewer.id)
  if (!isStronger(wanted, known)) return undefined
  await setTopicVisibility(trx, viewer.id, standing.channel, topic, wanted)
  return wanted
}

/** Follows the topic for people who are named there, those who want that. */
export async function followAsMentioned(
  trx: Trx,
  userIds: readonly UserId[],
  channel: Standing['channel'],
  topic: string,
): Promise<void> {
  if (userIds.length === 0) return
  const known = await visibilitiesOfTopic(trx, channel.id, topic)
  for (const user of await findUsers(trx, userIds)) {
    if (user.isBot === 1 || settingsOf(user).automatically_follow_topics_where_mentioned === false) continue
    if (!isStronger(TopicVisibility.followed, known.get(user.id))) continue
    await setTopicVisibility(trx, user.id, channel, topic, TopicVisibility.followed)
  }
}
