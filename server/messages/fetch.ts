import { badRequest } from '../api/error.ts'
import type { MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import type { SearchTerm } from '../database/dialects/text-search.ts'
import { type Compiled, compileNarrow } from './narrow/compile.ts'
import { not } from './narrow/condition.ts'
import { isInMutedTopic, isMuted } from './narrow/muting.ts'
import type { Narrow } from './narrow/narrow.ts'
import { walk } from './narrow/walk.ts'

/** Beyond every id: where there is nothing unread, and where the newest messages end. Clients compare with this very number. */
export const afterAll = 10_000_000_000_000_000

/** An id, which need not exist; or the first of the narrow that the viewer has not read. */
export type Anchor = number | 'first unread'

/** Which part of a narrow is wanted. */
export interface Window {
  readonly anchor: Anchor
  readonly includeAnchor: boolean
  readonly before: number
  readonly after: number
}

export interface Around {
  /** Ascending. */
  readonly ids: readonly MessageId[]
  /** An id, 0, or `afterAll`. */
  readonly anchor: number
  readonly foundAnchor: boolean
  readonly foundOldest: boolean
  readonly foundNewest: boolean
  /** What the narrow searches for. */
  readonly words: readonly SearchTerm[]
}

const most = 5000

/** @throws ApiError BAD_REQUEST where no answer could hold it */
function checkWindow({ includeAnchor, before, after }: Omit<Window, 'anchor'>): void {
  if (before + after > most) throw badRequest(`Too many messages requested (maximum ${most}).`)
  if (!includeAnchor && before > 0 && after > 0) throw badRequest('The anchor can only be excluded at an end of the range')
}

/** @throws ApiError BAD_REQUEST */
export function parseAnchor(text: string): Anchor {
  if (text === 'newest') return afterAll
  if (text === 'oldest') return 0
  if (text === 'first_unread') return 'first unread'
  if (!/^-?\d+$/.test(text)) throw badRequest('Invalid anchor')
  return Math.min(Math.max(Number(text), 0), afterAll)
}

/**
 * Ids of a narrow around an anchor, as far as the viewer may read them.
 * @throws ApiError BAD_NARROW
 * @see https://zulip.com/api/get-messages
 */
export async function idsAround(db: Db, viewer: Viewer, narrow: Narrow, window: Window): Promise<Around> {
  checkWindow(window)
  const compiled = await compileNarrow(db, viewer, narrow)
  const anchor = window.anchor === 'first unread' ? await firstUnread(db, viewer, narrow) : window.anchor
  const [isOldest, isNewest] = [anchor === 0, anchor === afterAll]
  const before = isOldest ? 0 : window.before
  const after = isNewest ? 0 : window.after
  const older = await walk(db, compiled, { after: 0, before: anchor, newestFirst: true, limit: before })
  const { itself, newer } = await onwards(db, compiled, anchor, after, window.includeAnchor && !isOldest && !isNewest)
  return {
    ids: [...older.reverse(), ...itself, ...newer],
    anchor,
    foundAnchor: itself.length > 0,
    foundOldest: isOldest || older.length < before,
    foundNewest: isNewest || newer.length < after,
    words: compiled.words,
  }
}

/** What comes after the anchor and, where it is wanted and there, the anchor itself: one walk for both. */
async function onwards(db: Db, compiled: Compiled, anchor: number, after: number, wantsAnchor: boolean) {
  const extra = wantsAnchor ? 1 : 0
  const found = await walk(db, compiled, { after: anchor - extra, before: afterAll, newestFirst: false, limit: after + extra })
  const isThere = wantsAnchor && found[0] === anchor
  return { itself: isThere ? found.slice(0, 1) : [], newer: isThere ? found.slice(1) : found.slice(0, after) }
}

/** Where somebody goes on reading: not at what they muted, unless that is what they look at. */
async function firstUnread(db: Db, viewer: Viewer, narrow: Narrow): Promise<number> {
  const names = (operator: string) => narrow.some((term) => term.operator === operator && !term.negated)
  const compiled = await compileNarrow(db, viewer, [...narrow, { operator: 'is', operand: 'unread', negated: false }])
  const conditions = [...compiled.conditions]
  if (!names('topic') && !names('with')) conditions.push(not(await (names('channel') ? isInMutedTopic : isMuted)(db, viewer)))
  const [first] = await walk(db, { ...compiled, conditions }, { after: 0, before: afterAll, newestFirst: false, limit: 1 })
  return first ?? afterAll
}

/** Those of these messages that the viewer may read and the narrow has, ascending; and what it searches for. */
export async function idsAmong(
  db: Db,
  viewer: Viewer,
  narrow: Narrow,
  ids: readonly MessageId[],
): Promise<Pick<Around, 'ids' | 'words'>> {
  const compiled = await compileNarrow(db, viewer, narrow, ids)
  const found = await walk(db, compiled, { after: 0, before: afterAll, newestFirst: false, limit: ids.length })
  return { ids: found, words: compiled.words }
}
