import type { MessageId, UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Db } from '../../database/connection.ts'
import type { AnyPlace, SearchTerm } from '../../database/dialects/text-search.ts'
import { badNarrow } from '../errors.ts'
import { parseSearch } from '../search/terms.ts'
import { newestMessageId } from '../unread/stored.ts'
import { firstReceived, isReadable, isTheirs, readableChannels } from '../visibility.ts'
import { type Condition, not } from './condition.ts'
import { isOneOf, never } from './conditions.ts'
import type { Narrow, NarrowTerm, Operand } from './narrow.ts'
import { channelFrom, textFrom } from './operands.ts'
import { everywhere } from './places.ts'
import { type Context, type Meaning, meaningOf } from './terms.ts'
import { followMessage } from './with.ts'

/** A narrow for one viewer at one moment, ready to be looked for. */
export interface Compiled {
  readonly viewerId: UserId
  /** That they may read it, and all that the narrow asks for beside what follows. */
  readonly conditions: readonly Condition[]
  /** No message before this one can be meant. */
  readonly first: number
  /** The newest of all messages. */
  readonly newest: number
  /** How much of everything it may be about, as far as can be told without looking. */
  readonly extent: 'everything that reached them' | 'a conversation' | 'a few' | undefined
  /** Whether it asks for what they have not read, for what they have, or does not care. */
  readonly isUnread: boolean | undefined
  /** Words that must occur. */
  readonly words: readonly SearchTerm[]
  /** Searches of which none may be met. */
  readonly without: readonly (readonly SearchTerm[])[]
  /** Where and by whom it must be, as the text index names it: it finds the words there without reading all others. */
  readonly places: readonly AnyPlace[]
}

/**
 * @param ids only these, whether they reached the viewer or could only be read
 * @throws ApiError BAD_NARROW where a term makes no sense
 */
export async function compileNarrow(db: Db, viewer: Viewer, given: Narrow, ids?: readonly MessageId[]): Promise<Compiled> {
  const narrow = await followMessage(db, viewer, given)
  const terms = await meaningsOf(db, viewer, narrow)
  const readable = await readableChannels(db, viewer)
  const isHistory = ids !== undefined || looksAtHistory(narrow)
  const base = isHistory ? isReadable(viewer, readable) : isTheirs(viewer, readable)
  const searches = narrow.filter(isSearch)
  const words = searches.filter(({ negated }) => !negated).flatMap(wordsOf)
  const [unread] = narrow.filter(isAboutUnread)
  const isBoth = narrow.some((term) => isAboutUnread(term) && term.negated !== unread!.negated)
  const placed = terms.filter(({ negated, meaning }) => !negated && meaning.places)
  const saysWhere = placed.some(({ operator }) => operator !== 'sender')
  const all = words.length > 0 && !saysWhere && !isHistory ? await everywhere(db, viewer, readable.joined) : undefined
  return {
    viewerId: viewer.id,
    conditions: [base, ...(ids ? [isOneOf(ids)] : []), ...(isBoth ? [never] : []), ...conditionsOf(terms)],
    first: isHistory || saysWhere ? 0 : await firstReceived(db, viewer),
    newest: await newestMessageId(db),
    extent: ids ? 'a few' : extentOf(terms, isHistory),
    isUnread: unread && !unread.negated,
    words,
    without: searches.filter(({ negated }) => negated).map(wordsOf),
    places: [...placed.map(({ meaning }) => meaning.places!), ...(all ? [all] : [])],
  }
}

interface MeantTerm extends NarrowTerm {
  readonly meaning: Meaning
}

async function meaningsOf(db: Db, viewer: Viewer, narrow: Narrow): Promise<MeantTerm[]> {
  const named = narrow.find(({ operator, negated }) => operator === 'channel' && !negated)
  const context: Context = { db, viewer, channel: named && (await channelFrom(db, viewer, named.operand)) }
  const terms: MeantTerm[] = []
  for (const term of narrow) {
    if (isSearch(term) || isAboutUnread(term)) continue
    terms.push({ ...term, meaning: await meaningOf(context, term.operator, term.operand) })
  }
  // A topic is in its channel. Said twice, the database may begin with the channel, which is more to go through.
  const isTopicKnown = named && terms.some(({ operator, negated, meaning }) => operator === 'topic' && !negated && meaning.places)
  return isTopicKnown
    ? terms.filter((term) => term.operator !== 'channel' || term.operand !== named.operand || term.negated)
    : terms
}

const conditionsOf = (terms: readonly MeantTerm[]): Condition[] =>
  terms.map(({ negated, meaning }) => (negated ? not(meaning.condition) : meaning.condition))

const marks = new Set<Operand>(['starred', 'alerted', 'mentioned'])

function extentOf(terms: readonly MeantTerm[], isHistory: boolean): Compiled['extent'] {
  const asked = terms.filter(({ negated }) => !negated)
  if (asked.some(({ operator, operand }) => operator === 'id' || (operator === 'is' && marks.has(operand)))) return 'a few'
  if (asked.some(({ operator, meaning }) => meaning.places && (operator === 'topic' || operator === 'dm')))
    return 'a conversation'
  return isHistory || asked.length > 0 ? undefined : 'everything that reached them'
}

const isSearch = ({ operator }: NarrowTerm): boolean => operator === 'search'
const isAboutUnread = ({ operator, operand }: NarrowTerm): boolean => operator === 'is' && operand === 'unread'

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
