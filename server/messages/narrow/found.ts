import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { hasText, matchOf, type SearchTerm, searchTexts } from '../../database/dialects/text-search.ts'
import { hasTerms } from '../search/terms.ts'
import { indexState, textsOf } from '../search/texts.ts'
import type { Compiled } from './compile.ts'
import { allOf, anyOf, type Condition, condition, not } from './condition.ts'
import { isAfter, isOneOf } from './conditions.ts'
import { idsWhere } from './queries.ts'
import { inSteps, type Stretch } from './stretch.ts'

/** What to look for: all words, in messages that meet all conditions. */
export type Search = Pick<Compiled, 'words' | 'places' | 'conditions'>

/** Ids of messages with all these words, in the order of the walk: from the text index, and from what it does not hold yet. */
export async function idsFound(db: Db, search: Search, stretch: Stretch): Promise<MessageId[]> {
  const { words: terms, places } = search
  const { upTo, queued } = await indexState(db)
  const conditions = queued.length > 0 ? [...search.conditions, not(isOneOf(queued))] : search.conditions
  const { write, values } = allOf(conditions)
  const found = await searchTexts(db, { ...stretch, terms, places, where: (about) => write(about, values) })
  found.push(...(await idsUnindexed(db, search, { ...stretch, after: Math.max(stretch.after, upTo) })))
  if (queued.length > 0)
    found.push(...(await idsUnindexed(db, { ...search, conditions: [isOneOf(queued), ...search.conditions] }, stretch)))
  const { newestFirst, limit } = stretch
  return [...new Set(found)].sort((a, b) => (newestFirst ? b - a : a - b)).slice(0, limit)
}

/** Few, as a rule: the indexer is a moment behind. */
const idsUnindexed = (db: Db, { words, conditions }: Search, stretch: Stretch): Promise<MessageId[]> =>
  inSteps(stretch, 200, async (part) => {
    const ids = await idsWhere(db, conditions, part)
    return { ids, wanted: await idsRead(db, ids, words) }
  })

/** Those of these messages that have all words, in their order, by reading them. */
export const idsRead = (db: Db, ids: readonly MessageId[], words: readonly SearchTerm[]): Promise<MessageId[]> =>
  among(db, ids, (topic, body) => hasTerms(words, topic, body))

const isFound = condition((_, match: string) => hasText(match))

/** Those of what `step` finds in which none of the searches is met. */
export async function withoutFound(
  db: Db,
  narrow: Pick<Compiled, 'without' | 'conditions'>,
  stretch: Stretch,
  step: (part: Stretch, conditions: readonly Condition[]) => Promise<MessageId[]>,
): Promise<MessageId[]> {
  const searches = narrow.without.filter((terms) => terms.length > 0)
  const { upTo, queued } = await indexState(db)
  const mustBeRead = anyOf([isAfter(upTo), isOneOf(queued)])
  const lacks = searches.map((terms) => anyOf([not(isFound(matchOf(terms))), mustBeRead]))
  const isQueued = new Set(queued)
  return inSteps(stretch, stretch.limit, async (part) => {
    const ids = await step(part, [...narrow.conditions, ...lacks])
    const read = ids.filter((id) => id > upTo || isQueued.has(id))
    const unwanted = new Set(await among(db, read, (topic, body) => searches.some((terms) => hasTerms(terms, topic, body))))
    return { ids, wanted: ids.filter((id) => !unwanted.has(id)) }
  })
}

async function among(db: Db, ids: readonly MessageId[], is: (topic: string, body: string) => boolean): Promise<MessageId[]> {
  if (ids.length === 0) return []
  const wanted = new Set((await textsOf(db, ids)).filter(({ topic, body }) => is(topic, body)).map(({ id }) => id))
  return ids.filter((id) => wanted.has(id))
}
