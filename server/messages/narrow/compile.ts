import type { MessageId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import type { SearchTerm } from '../../database/dialects/text-search.ts'
import { badNarrow } from '../errors.ts'
import { parseSearch } from '../search/terms.ts'
import { withUnread } from '../unread/around.ts'
import { type Condition, isReadable, isTheirs, readableChannels } from '../visibility.ts'
import { isOneOf, not } from './condition.ts'
import type { Narrow, NarrowTerm } from './narrow.ts'
import { channelFrom, textFrom } from './operands.ts'
import { type Context, type Meaning, meaningOf } from './terms.ts'
import { followMessage } from './with.ts'

/** A narrow for one viewer at one moment, ready to be looked for. */
export interface Compiled {
  /** That they may read it, and all that the narrow asks for beside what follows. */
  readonly conditions: readonly Condition[]
  /** Ids, ascending, of what they have not read; undefined where the narrow does not ask. */
  readonly unread: readonly number[] | undefined
  /** The same, of what may not be among what is found. */
  readonly notAmong: readonly number[] | undefined
  /** Words that must occur. */
  readonly words: readonly SearchTerm[]
  /** Searches of which none may be met. */
  readonly without: readonly (readonly SearchTerm[])[]
  /** The one place that the narrow is about, as the text index names it. */
  readonly place: string | undefined
}

/**
 * @param ids only these, whether they reached the viewer or could only be read
 * @throws ApiError BAD_NARROW where a term makes no sense
 */
export async function compileNarrow(db: Db, viewer: Viewer, given: Narrow, ids?: readonly MessageId[]): Promise<Compiled> {
  const narrow = await followMessage(db, viewer, given)
  const context: Context = { db, viewer, channel: await channelOf(db, viewer, narrow) }
  const plain = narrow.filter((term) => !isSearch(term) && !isUnread(term))
  const meanings: { term: NarrowTerm; meaning: Meaning }[] = []
  for (const term of plain) meanings.push({ term, meaning: await meaningOf(context, term.operator, term.operand) })
  const readable = await readableChannels(db, viewer)
  const base = ids || looksAtHistory(narrow) ? isReadable(viewer, readable) : isTheirs(viewer, readable)
  const searches = narrow.filter(isSearch)
  return {
    conditions: [
      base,
      ...(ids ? [isOneOf(ids)] : []),
      ...meanings.map(({ term, meaning }) => (term.negated ? not(meaning.condition) : meaning.condition)),
    ],
    ...(await unreadTerms(db, viewer, narrow)),
    words: searches.filter(({ negated }) => !negated).flatMap(wordsOf),
    without: searches.filter(({ negated }) => negated).map(wordsOf),
    place: narrowest(meanings.flatMap(({ term, meaning }) => (term.negated ? [] : (meaning.place ?? [])))),
  }
}

const isSearch = ({ operator }: NarrowTerm): boolean => operator === 'search'
const isUnread = ({ operator, operand }: NarrowTerm): boolean => operator === 'is' && operand === 'unread'

async function channelOf(db: Db, viewer: Viewer, narrow: Narrow) {
  const term = narrow.find(({ operator, negated }) => operator === 'channel' && !negated)
  return term && (await channelFrom(db, viewer, term.operand))
}

/**
 * Whoever asks about a channel, or for one message, may see all that they could read there; otherwise we look at what reached
 * them, else everything ever said in public would be in everyone's view of all messages.
 */
function looksAtHistory(narrow: Narrow): boolean {
  const asked = narrow.filter(({ negated }) => !negated)
  if (asked.some(({ operator, operand }) => operator === 'is' && operand === 'mentioned')) return false
  return asked.some(
    ({ operator, operand }) =>
      operator === 'channel' || operator === 'channels' || operator === 'id' || (operator === 'is' && operand === 'starred'),
  )
}

function wordsOf({ operand }: NarrowTerm): SearchTerm[] {
  const text = textFrom('search', operand)
  if (text.trim() === '') throw badNarrow('search cannot be blank')
  return parseSearch(text)
}

async function unreadTerms(db: Db, viewer: Viewer, narrow: Narrow): Promise<Pick<Compiled, 'unread' | 'notAmong'>> {
  const asked = narrow.filter(isUnread)
  if (asked.length === 0) return { unread: undefined, notAmong: undefined }
  const ids = await withUnread(db, viewer.id, (unread) => unread.sliceArray(0, unread.size))
  return {
    unread: asked.some(({ negated }) => !negated) ? ids : undefined,
    notAmong: asked.some(({ negated }) => negated) ? ids : undefined,
  }
}

/** A topic before its channel. */
const narrowest = (places: readonly string[]): string | undefined =>
  places.find((place) => place.startsWith('t')) ?? places.find((place) => place.startsWith('d')) ?? places[0]
