import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { forLongReads, ReadTookTooLong } from '../../database/long-reads/long-reads.ts'
import { searchTookTooLong } from '../errors.ts'
import { isWhatReachedThem } from '../visibility.ts'
import type { Compiled } from './compile.ts'
import { type Condition, not } from './condition.ts'
import { isOneOf } from './conditions.ts'
import { idsFound, idsRead, withoutFound } from './found.ts'
import { idsWhere } from './queries.ts'
import { inSteps, type Stretch } from './stretch.ts'
import { unreadBetween, unreadIn } from './unread.ts'

/** Where to ask what. */
interface Sources {
  /** Looking for words in years of messages takes long; everything else does not. */
  readonly messages: Db
  readonly unread: Db
}

/**
 * Ids of the messages of a narrow, in the order of the walk. Not for use in a transaction.
 * @throws ApiError REQUEST_TIMEOUT where a search takes too long
 */
export async function walk(db: Db, narrow: Compiled, wanted: Stretch): Promise<MessageId[]> {
  const stretch = { ...wanted, after: Math.max(wanted.after, narrow.first - 1) }
  if (stretch.limit === 0) return []
  if (narrow.words.length + narrow.without.length === 0) return look({ messages: db, unread: db }, narrow, stretch)
  return searching(() => lookForWords({ messages: forLongReads(db), unread: db }, narrow, stretch))
}

async function searching<T>(search: () => Promise<T>): Promise<T> {
  try {
    return await search()
  } catch (error) {
    throw error instanceof ReadTookTooLong ? searchTookTooLong() : error
  }
}

function lookForWords(db: Sources, narrow: Compiled, stretch: Stretch): Promise<MessageId[]> {
  const step = (part: Stretch, conditions: readonly Condition[]) => look(db, { ...narrow, conditions }, part)
  if (narrow.without.length === 0) return step(stretch, narrow.conditions)
  return withoutFound(db.messages, narrow, stretch, step)
}

function look(db: Sources, narrow: Compiled, stretch: Stretch): Promise<MessageId[]> {
  if (narrow.words.length > 0) return search(db, narrow, stretch)
  if (narrow.isUnread === undefined) return plain(db, narrow, stretch)
  return narrow.isUnread ? lookAtUnread(db, narrow, stretch) : lookAtRead(db, narrow, stretch)
}

/** Who reads much finds enough among the last of all messages; for who reads little we then look only at what reached them. */
const lastOfAll = 20_000

async function plain(
  { messages: db }: Sources,
  { viewerId: id, conditions, extent, newest }: Compiled,
  stretch: Stretch,
): Promise<MessageId[]> {
  if (extent !== 'everything that reached them') return idsWhere(db, conditions, stretch)
  const { after, newestFirst, limit } = stretch
  const before = Math.min(stretch.before, newest + 1)
  const border = newestFirst ? Math.max(after, before - lastOfAll) : Math.min(before, after + lastOfAll)
  const [near, far] = newestFirst
    ? [
        { ...stretch, before, after: border },
        { ...stretch, before: border + 1 },
      ]
    : [
        { ...stretch, before: border },
        { ...stretch, before, after: border - 1 },
      ]
  const found = await idsWhere(db, conditions, near)
  if (found.length === limit || far.before - far.after <= 1) return found
  const reached = isWhatReachedThem(id, far.after, far.before)
  return [...found, ...(await idsWhere(db, [reached, ...conditions], { ...far, limit: limit - found.length }))]
}

const all = Number.POSITIVE_INFINITY

/** As many messages are read about as fast as a common word is found in all of them. */
const few = 2000

async function search(db: Sources, narrow: Compiled, stretch: Stretch): Promise<MessageId[]> {
  const conditions = [...narrow.conditions]
  if (narrow.isUnread !== undefined) {
    const ids = isOneOf(await unreadBetween(db.unread, narrow.viewerId, { ...stretch, limit: all }))
    conditions.push(narrow.isUnread ? ids : not(ids))
  }
  if (narrow.isUnread || narrow.extent === 'a few') {
    const ids = await idsWhere(db.messages, conditions, { ...stretch, limit: few + 1 })
    if (ids.length <= few) return (await idsRead(db.messages, ids, narrow.words)).slice(0, stretch.limit)
  }
  return idsFound(db.messages, { ...narrow, conditions }, stretch)
}

/** Most people have read most of what they look at; only where they have not, all that is unread is left out by name. */
async function lookAtRead(db: Sources, narrow: Compiled, stretch: Stretch): Promise<MessageId[]> {
  const limit = Math.max(1000, stretch.limit)
  const ids = await plain(db, narrow, { ...stretch, limit })
  const unreadAmong = new Set(await unreadIn(db.unread, narrow.viewerId, ids))
  const read = ids.filter((id) => !unreadAmong.has(id))
  if (read.length >= stretch.limit || ids.length < limit) return read.slice(0, stretch.limit)
  const unread = isOneOf(await unreadBetween(db.unread, narrow.viewerId, { ...stretch, limit: all }))
  return plain(db, { ...narrow, conditions: [...narrow.conditions, not(unread)] }, stretch)
}

/** Goes through the conversation, where the narrow is one; else through what is unread, until there is enough. */
function lookAtUnread(db: Sources, { viewerId, conditions, extent }: Compiled, stretch: Stretch): Promise<MessageId[]> {
  return inSteps(stretch, Math.max(500, stretch.limit), async (part) => {
    if (extent === 'a conversation') {
      const ids = await idsWhere(db.messages, conditions, part)
      return { ids, wanted: await unreadIn(db.unread, viewerId, ids) }
    }
    const ids = await unreadBetween(db.unread, viewerId, part)
    return { ids, wanted: await idsWhere(db.messages, [isOneOf(ids), ...conditions], part) }
  })
}
