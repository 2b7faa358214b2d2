import { BotType } from '../accounts/bot-type.ts'
import { findUsers, type User } from '../accounts/find.ts'
import { mutersOf } from '../accounts/own-things/muted-users.ts'
import type { UserId } from '../api/ids.ts'
import { subscriberIds } from '../channels/subscriptions/subscribers.ts'
import type { Db } from '../database/connection.ts'
import type { Rendered } from '../markdown/render.ts'
import { userIdsIn } from '../realm/membership.ts'
import { Flag } from './flags.ts'
import type { Place } from './place.ts'

/** Who receives a message, and whose copies are marked with what. */
export interface Readers {
  readonly all: readonly UserId[]
  readonly mentioned: ReadonlySet<UserId>
  readonly topicMentioned: ReadonlySet<UserId>
  readonly alerted: ReadonlySet<UserId>
  /** They muted the sender: their copies count as read. */
  readonly muters: ReadonlySet<UserId>
}

/** Everybody in the place: the channel's subscribers, or the people of the conversation. */
const everyoneIn = async (db: Db, place: Place): Promise<readonly UserId[]> =>
  place.kind === 'topic' ? subscriberIds(db, place.standing.channel) : place.members

/** Bots hear where somebody calls them, also in public channels that they are not in: so one bot serves them all. */
async function botsCalled(db: Db, place: Place, ids: readonly UserId[]): Promise<UserId[]> {
  if (place.kind !== 'topic' || place.standing.channel.isPrivate === 1 || ids.length === 0) return []
  const isCalled = ({ isActive, botType }: User): boolean => isActive === 1 && botType === BotType.generic
  return (await findUsers(db, ids)).filter(isCalled).map(({ id }) => id)
}

/** @param topicParticipants those who wrote or reacted in the topic; asked for only where the whole topic is mentioned */
export async function readersOf(
  db: Db,
  senderId: UserId,
  place: Place,
  rendered: Rendered,
  topicParticipants: () => Promise<readonly UserId[]>,
): Promise<Readers> {
  const inPlace = await everyoneIn(db, place)
  const groups = rendered.mentionedGroupIds
  const named = groups.length > 0 ? [...rendered.mentionedUserIds, ...(await userIdsIn(db, groups))] : rendered.mentionedUserIds
  const isAsked = named.length + rendered.alertedUserIds.length > 0 || rendered.mentionsTopic
  const isReader = new Set(isAsked ? inPlace : [])
  const bots = await botsCalled(
    db,
    place,
    rendered.mentionedUserIds.filter((id) => !isReader.has(id)),
  )
  for (const id of bots) isReader.add(id)
  const among = (ids: readonly UserId[]) => new Set(ids.filter((id) => isReader.has(id)))
  return {
    all: bots.length > 0 ? [...inPlace, ...bots] : inPlace,
    mentioned: among(named),
    topicMentioned: among(rendered.mentionsTopic ? await topicParticipants() : []),
    alerted: among(rendered.alertedUserIds.filter((id) => id !== senderId)),
    muters: new Set(await mutersOf(db, senderId)),
  }
}

/** Rare flags to be stored, by flag. What whole channels are marked with stands in the message's own row. */
export const storedFlags = ({
  mentioned,
  topicMentioned,
  alerted,
}: Readers): readonly (readonly [Flag, ReadonlySet<UserId>])[] => [
  [Flag.mentioned, mentioned],
  [Flag.topicMentioned, topicMentioned],
  [Flag.alerted, alerted],
]

export const flagsOf = ({ mentioned, topicMentioned, alerted }: Readers, id: UserId): Flag[] => {
  const flags: Flag[] = []
  if (mentioned.has(id)) flags.push(Flag.mentioned)
  if (topicMentioned.has(id)) flags.push(Flag.topicMentioned)
  if (alerted.has(id)) flags.push(Flag.alerted)
  return flags
}
