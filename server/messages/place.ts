import { findUserByEmail, findUsers, type User } from '../accounts/find.ts'
import { ApiError, badRequest } from '../api/error.ts'
import type { ChannelId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import { mayRead, maySee, maySend, type Standing } from '../channels/access.ts'
import { channelNameNotFound } from '../channels/errors.ts'
import { findChannel, findChannelByName, findStanding } from '../channels/find.ts'
import type { Db } from '../database/connection.ts'
import { groupIdsOf, isAmong } from '../realm/membership.ts'
import { realmSettings } from '../realm/settings.ts'
import { emptyTopicName, textLimits } from '../realm/snapshot.ts'
import { findConversation } from './conversations.ts'
import { mayNotSend, topicMissing } from './errors.ts'

/** Where a message goes, once it is clear that its sender may send it there. */
export type Place =
  | { readonly kind: 'topic'; readonly standing: Standing; readonly topic: string }
  /** `members` are ids, ascending, the sender's among them. */
  | { readonly kind: 'conversation'; readonly members: readonly UserId[] }

const notFoundById = (id: ChannelId): ApiError => new ApiError('STREAM_DOES_NOT_EXIST', `Channel with ID '${id}' does not exist`)

/**
 * @param to the channel's id or name
 * @param given the topic as the client wrote it
 * @throws ApiError where there is no such channel, the viewer must not know of it or may not write there
 */
export async function topicPlace(db: Db, viewer: Viewer, to: ChannelId | string, given: string): Promise<Place> {
  const channel = typeof to === 'number' ? await findChannel(db, to) : await findChannelByName(db, to)
  const standing = channel && (await findStanding(db, viewer, channel))
  if (!standing || !maySee(standing)) throw typeof to === 'number' ? notFoundById(to) : channelNameNotFound(to)
  if (!mayRead(standing) || !maySend(standing)) throw mayNotSend(standing.channel.name)
  return { kind: 'topic', standing, topic: await checkTopic(db, standing, given) }
}

/**
 * A topic's name as it is kept: trimmed, cut to what the API allows, and empty where a client wrote out the name of the topic
 * that has none.
 * @throws ApiError MISSING_TOPIC where the channel wants one
 */
export async function checkTopic(db: Db, { channel }: Pick<Standing, 'channel'>, given: string): Promise<string> {
  const written = given.toWellFormed().trim()
  if (/[\p{Cc}\p{Cs}\p{Cn}]/u.test(written))
    throw badRequest(`Invalid character in topic, at position ${written.search(/[\p{Cc}\p{Cs}\p{Cn}]/u) + 1}!`)
  const isNone = written === '' || written === emptyTopicName || written === '(no topic)'
  const own = channel.settings.topics_policy ?? 'inherit'
  const policy = own === 'inherit' ? (await realmSettings(db)).topics_policy : own
  if (isNone && policy === 'disable_empty_topic') throw topicMissing()
  if (!isNone && policy === 'empty_topic_only') throw badRequest('Only the general chat topic is allowed in this channel.')
  return isNone ? '' : cut(written)
}

function cut(topic: string): string {
  const characters = Array.from(topic)
  const limit = textLimits.max_topic_length
  return characters.length <= limit ? topic : `${characters.slice(0, limit - 3).join('')}...`
}

/** @throws ApiError where somebody is not there, deactivated, or not to be written to */
export async function conversationPlace(db: Db, viewer: Viewer, to: readonly (UserId | string)[]): Promise<Place> {
  if (to.length === 0) throw badRequest('Message must have recipients')
  const people = await peopleOf(db, to)
  const gone = people.find(({ isActive }) => isActive === 0)
  if (gone && people.length === 1) throw badRequest(`'${gone.email}' is no longer using Landline.`)
  const members = [...new Set([viewer.id, ...people.map(({ id }) => id)])].sort((a, b) => a - b)
  await refuseUnwanted(db, viewer, people, members)
  return { kind: 'conversation', members }
}

async function peopleOf(db: Db, to: readonly (UserId | string)[]): Promise<User[]> {
  const ids = to.filter((one) => typeof one === 'number')
  const people = ids.length > 0 ? await findUsers(db, ids) : []
  const unknown = ids.find((id) => !people.some((person) => person.id === id))
  if (unknown !== undefined) throw badRequest(`Invalid user ID ${unknown}`)
  for (const email of to.filter((one) => typeof one === 'string')) {
    const person = await findUserByEmail(db, email)
    if (!person) throw badRequest(`Invalid email '${email}'`)
    people.push(person)
  }
  return people
}

/** An organization may limit direct messages to conversations with certain people, and who begins one. */
async function refuseUnwanted(db: Db, viewer: Viewer, people: readonly User[], members: readonly UserId[]): Promise<void> {
  if (viewer.isBot || people.every(({ id, isBot }) => isBot === 1 || id === viewer.id)) return
  const settings = await realmSettings(db)
  const groups = await groupIdsOf(db, viewer.id)
  let isAllowed = isAmong(settings.direct_message_permission_group, viewer.id, groups)
  for (const { id } of people) isAllowed ||= isAmong(settings.direct_message_permission_group, id, await groupIdsOf(db, id))
  if (!isAllowed) throw badRequest('Direct messages are disabled in this organization.')
  if (isAmong(settings.direct_message_initiator_group, viewer.id, groups)) return
  if ((await findConversation(db, members)) === undefined)
    throw badRequest("You don't have permission to start this conversation.")
}
