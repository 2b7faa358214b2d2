import { expressionBuilder } from 'kysely'
import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'
import { hasText, type SearchTerm, searchTexts } from '../../database/dialects/text-search.ts'
import type { Schema } from '../../database/schema/index.ts'
import { hasTerms } from '../search/terms.ts'
import { type IndexState, indexState, textsOf } from '../search/texts.ts'
import type { Condition } from '../visibility.ts'
import { isAfter, isOneOf, not } from './condition.ts'
import { idsWhere } from './queries.ts'
import type { Stretch } from './walk.ts'

export interface Search {
  readonly words: readonly SearchTerm[]
  readonly place: string | undefined
  readonly conditions: readonly Condition[]
}

/** What the index does not know, or knows wrongly: to be read. */
const isUnindexed =
  ({ upTo, queued }: IndexState): Condition =>
  (about) =>
    about.or([isAfter(upTo)(about), isOneOf(queued)(about)])

/** Ids of messages with all these words, in the order of the walk: from the text index, and from what it does not hold yet. */
export async function idsFound(db: Db, search: Search, stretch: Stretch): Promise<MessageId[]> {
  const state = await indexState(db)
  const { words, place } = search
  const conditions = state.queued.length > 0 ? [...search.conditions, not(isOneOf(state.queued))] : search.conditions
  const about = expressionBuilder<Schema & { message: Schema['messages'] }, 'message'>()
  const where = conditions.map((condition) => condition(about))
  const indexed = await searchTexts(db, { ...stretch, terms: words, place, where })
  const others = await idsRead(db, search, state, stretch)
  const { newestFirst, limit } = stretch
  return [...new Set([...indexed, ...others])].sort((a, b) => (newestFirst ? b - a : a - b)).slice(0, limit)
}

/** Few, as a rule: the indexer is a moment behind. */
async function idsRead(db: Db, { words, conditions }: Search, state: IndexState, stretch: Stretch): Promise<MessageId[]> {
  return inSteps(stretch, 200, async (part) => {
    const ids = await idsWhere(db, [...conditions, isUnindexed(state)], part)
    return { ids, wanted: await among(db, ids, (topic, body) => hasTerms(words, topic, body)) }
  })
}

/** Those of what `step` finds in which none of the searches is met. */
export async function withoutFound(
  db: Db,
  searches: readonly (readonly SearchTerm[])[],
  stretch: Stretch,
  step: (part: Stretch, more: readonly Condition[]) => Promise<MessageId[]>,
): Promise<MessageId[]> {
  const asked = searches.filter((terms) => terms.length > 0)
  const state = await indexState(db)
  const conditions = asked.map(
    (terms): Condition =>
      (about) =>
        about.or([not(() => hasText(terms))(about), isUnindexed(state)(about)]),
  )
  const queued = new Set(state.queued)
  return inSteps(stretch, stretch.limit, async (part) => {
    const ids = await step(part, conditions)
    const unread = ids.filter((id) => id > state.upTo || queued.has(id))
    const met = await among(db, unread, (topic, body) => asked.some((terms) => hasTerms(terms, topic, body)))
    const unwanted = new Set(met)
    return { ids, wanted: ids.filter((id) => !unwanted.has(id)) }
  })
}

async function among(db: Db, ids: readonly MessageId[], is: (topic: string, body: string) => boolean): Promise<MessageId[]> {
  if (ids.length === 0) return []
  const wanted = new Set((await textsOf(db, ids)).filter(({ topic, body }) => is(topic, body)).map(({ id }) => id))
  return ids.filter((id) => wanted.has(id))
}

/** Goes on, step by step, until enough is wanted or `look` finds nothing more. */
async function inSteps(
  stretch: Stretch,
  size: number,
  look: (part: Stretch) => Promise<{ readonly ids: readonly MessageId[]; readonly wanted: readonly MessageId[] }>,
): Promise<MessageId[]> {
  const found: MessageId[] = []
  let part: Stretch = { ...stretch, limit: size }
  for (;;) {
    const { ids, wanted } = await look(part)
    found.push(...wanted)
    const last = ids.at(-1)
    if (ids.length < size || last === undefined || found.length >= stretch.limit) return found.slice(0, stretch.limit)
    part = stretch.newestFirst ? { ...part, before: last } : { ...part, after: last }
  }
}
