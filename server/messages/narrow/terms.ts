import type { Viewer } from '../../api/viewer.ts'
import { catalogue } from '../../channels/catalogue.ts'
import type { Channel } from '../../channels/channel.ts'
import { findTopic, foldTopic } from '../../channels/topics.ts'
import type { Db } from '../../database/connection.ts'
import type { AnyPlace } from '../../database/dialects/text-search.ts'
import { emptyTopicName } from '../../realm/snapshot.ts'
import { findConversation } from '../conversations.ts'
import { badNarrow } from '../errors.ts'
import { Flag } from '../flags.ts'
import { placeWord } from '../search/texts.ts'
import { allOf, type Condition, not } from './condition.ts'
import * as about from './conditions.ts'
import { isFollowed, isMuted } from './muting.ts'
import type { Operand } from './narrow.ts'
import { channelFrom, messageIdFrom, textFrom, userFrom, usersFrom } from './operands.ts'
import { conversationPlaces } from './places.ts'

export interface Context {
  readonly db: Db
  readonly viewer: Viewer
  /** The channel that the narrow is in, where it names one. */
  readonly channel: Channel | undefined
}

/** What a term asks for. */
export interface Meaning {
  readonly condition: Condition
  /** About one topic, conversation, channel or sender, or a few: the words by which the text index knows them. */
  readonly places?: AnyPlace | undefined
}

type Operator = (context: Context, operand: Operand) => Promise<Meaning> | Meaning

/** Every operator but `search`, `with` and `is:unread`, which are more than a condition. */
const operators: Readonly<Record<string, Operator>> = {
  channel: async ({ db, viewer }, operand) => {
    const { id } = await channelFrom(db, viewer, operand)
    return { condition: about.isInChannel(id), places: [placeWord.channel(id)] }
  },
  channels: async ({ db }, operand) => ({ condition: about.isInChannels(await channelsThatAre(db, operand)) }),
  topic: (context, operand) => topic(context, textFrom('topic', operand)),
  dm: async ({ db, viewer }, operand) => {
    const id = await findConversation(db, [viewer.id, ...(await usersFrom(db, viewer, operand))])
    return id === undefined
      ? { condition: about.never }
      : { condition: about.isInConversation(id), places: [placeWord.conversation(id)] }
  },
  'dm-including': async ({ db, viewer }, operand) => {
    const users = await usersFrom(db, viewer, operand)
    return { condition: allOf([viewer.id, ...users].map(about.includesUser)) }
  },
  'group-pm-with': async ({ db, viewer }, operand) => {
    const users = await usersFrom(db, viewer, operand)
    return { condition: allOf([about.isInGroup, ...users.map(about.includesUser)]) }
  },
  sender: async ({ db, viewer }, operand) => {
    const id = await userFrom(db, viewer, operand)
    return { condition: about.isSentBy(id), places: [placeWord.sender(id)] }
  },
  id: (_, operand) => ({ condition: about.isOneOf([messageIdFrom('id', operand)]) }),
  near: (_, operand) => {
    messageIdFrom('near', operand)
    return { condition: about.always } // it says where a client looks, not at what: the anchor does the rest
  },
  in: async ({ db, viewer }, operand) => {
    if (operand === 'all') return { condition: about.always }
    if (operand !== 'home') throw badNarrow(`unknown 'in' operand ${String(operand)}`)
    return { condition: not(await isMuted(db, viewer)) }
  },
  has: (_, operand) => {
    const condition = entryOf<Condition>(about.has, operand)
    if (!condition) throw badNarrow(`unknown 'has' operand ${String(operand)}`)
    return { condition }
  },
  is: async (context, operand) => {
    if (operand === 'dm' || operand === 'private') return isDirect(context)
    const meaning = entryOf(states, operand)
    if (!meaning) throw badNarrow(`unknown 'is' operand ${String(operand)}`)
    return { condition: await meaning(context) }
  },
}

const states: Readonly<Record<string, (context: Context) => Promise<Condition> | Condition>> = {
  starred: ({ viewer }) => about.isFlagged(viewer.id, Flag.starred),
  alerted: ({ viewer }) => about.isFlagged(viewer.id, Flag.alerted),
  mentioned: ({ viewer }) => about.isMentioned(viewer.id),
  resolved: () => about.isResolved,
  followed: ({ db, viewer }) => isFollowed(db, viewer),
  muted: ({ db, viewer }) => isMuted(db, viewer),
}

const isDirect = async ({ db, viewer }: Context): Promise<Meaning> => ({
  condition: about.includesUser(viewer.id),
  places: await conversationPlaces(db, viewer),
})

const entryOf = <T>(table: Readonly<Record<string, T>>, key: Operand): T | undefined =>
  typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined

async function channelsThatAre(db: Db, operand: Operand) {
  if (operand !== 'public' && operand !== 'web-public') throw badNarrow(`unknown 'channels' operand ${String(operand)}`)
  const { all } = await catalogue(db)
  const wanted = all.filter(({ channel }) => (operand === 'public' ? channel.isPrivate === 0 : channel.isWebPublic === 1))
  return wanted.map(({ channel }) => channel.id)
}

async function topic({ db, channel }: Context, written: string): Promise<Meaning> {
  const isNone = written === emptyTopicName || written === '(no topic)'
  const name = isNone ? '' : written
  if (!channel) return { condition: about.isInTopicNamed(foldTopic(name)) }
  const found = await findTopic(db, channel.id, name)
  return found ? { condition: about.isInTopic(found.id), places: [placeWord.topic(found.id)] } : { condition: about.never }
}

/** @throws ApiError BAD_NARROW where we do not know the operator, or its operand names nothing */
export function meaningOf(context: Context, operator: string, operand: Operand): Promise<Meaning> | Meaning {
  const meaning = entryOf(operators, operator)
  if (!meaning) throw badNarrow(`unknown operator ${operator}`)
  return meaning(context, operand)
}
