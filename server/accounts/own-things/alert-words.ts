import { LRUCache } from 'lru-cache'
import { badRequest } from '../../api/error.ts'
import type { UserId } from '../../api/ids.ts'
import { builtOnce } from '../../database/built-once.ts'
import { changeCount } from '../../database/change-count.ts'
import type { Db, Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'

const longest = 100

const wordsOf = builtOnce((db, userId: UserId) =>
  db.selectFrom('alertWords').select('word').where('userId', '=', userId).orderBy('word'),
)

export const alertWordsOf = async (db: Db, userId: UserId): Promise<string[]> =>
  (await wordsOf(db, userId)).map(({ word }) => word)

/** A word, and who waits for it. */
export interface AwaitedWord {
  readonly word: string
  readonly userIds: readonly UserId[]
}

/** By how often words have changed: every message asks for them. */
const awaited = new LRUCache<number, readonly AwaitedWord[]>({ max: 4 })

/** Everyone's words, those of the deactivated too, for whoever looks for them in a new message. */
export async function alertWordsOfEveryone(db: Db): Promise<readonly AwaitedWord[]> {
  const changes = await changeCount(db, 'alertWords')
  const known = awaited.get(changes)
  if (known) return known
  const rows = await db.selectFrom('alertWords').select(['userId', 'word']).execute()
  const words = [...Map.groupBy(rows, ({ word }) => word)].map(([word, holders]) => ({
    word,
    userIds: holders.map(({ userId }) => userId),
  }))
  if ((await changeCount(db, 'alertWords')) === changes) awaited.set(changes, words) // else somebody committed meanwhile
  return words
}

/**
 * Adds words that somebody wants to be alerted to; those that are there already, whatever their case, stay as they are.
 * @returns all their words
 * @see https://zulip.com/api/add-alert-words
 */
export async function addAlertWords(trx: Trx, userId: UserId, words: readonly string[]): Promise<string[]> {
  const known = new Set((await alertWordsOf(trx, userId)).map(fold))
  for (const word of words.map((one) => one.trim())) {
    if (word === '' || known.has(fold(word))) continue
    if ([...word].length > longest) throw badRequest(`alert_words: a word is too long (limit: ${longest} characters)`)
    known.add(fold(word))
    await trx.insertInto('alertWords').values({ userId, word }).execute()
  }
  return await tellAlertWords(trx, userId)
}

export async function removeAlertWords(trx: Trx, userId: UserId, words: readonly string[]): Promise<string[]> {
  const unwanted = new Set(words.map(fold))
  const matching = (await alertWordsOf(trx, userId)).filter((word) => unwanted.has(fold(word)))
  if (matching.length > 0) {
    await trx.deleteFrom('alertWords').where('userId', '=', userId).where('word', 'in', matching).execute()
  }
  return await tellAlertWords(trx, userId)
}

const fold = (word: string): string => word.trim().toLowerCase()

async function tellAlertWords(trx: Trx, userId: UserId): Promise<string[]> {
  const words = await alertWordsOf(trx, userId)
  emit(trx, { type: 'alert_words', alert_words: words }, [userId])
  return words
}
