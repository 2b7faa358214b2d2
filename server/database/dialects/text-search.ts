import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { MessageId } from '../../api/ids.ts'
import type { Db, Trx } from '../connection.ts'
import type { Schema } from '../schema/index.ts'

/*
 * The text index of messages: FTS5 without a copy of the text. On PostgreSQL this file would speak of tsvector.
 */

export interface SearchableText {
  readonly id: MessageId
  readonly topic: string
  readonly body: string
  /** Words that name where it is and who wrote it, e.g. `c12 t34 u5`. */
  readonly place: string
}

/** Indexes these texts, in place of what the index held under their ids. */
export async function indexTexts(trx: Trx, texts: readonly SearchableText[]): Promise<void> {
  for (const { id, topic, body, place } of texts) {
    await sql`INSERT OR REPLACE INTO messageSearch (rowid, topic, body, place) VALUES (${id}, ${topic}, ${body}, ${place})`.execute(
      trx as never,
    )
  }
}

export async function removeTexts(trx: Trx, ids: readonly MessageId[]): Promise<void> {
  for (const id of ids) await trx.deleteFrom('messageSearch').where('rowid', '=', id).execute()
}

/** Words side by side; a term of one is a word. */
export type SearchTerm = readonly string[]

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`
const phrase = (term: SearchTerm): string => quoted(term.join(' '))

/** Words of `place`: one of them must be there. */
export type AnyPlace = readonly string[]

function expression(terms: readonly SearchTerm[], places: readonly AnyPlace[]): string {
  const words = `{topic body} : (${terms.map(phrase).join(' AND ')})`
  return [...places.map((some) => `place : (${some.map(quoted).join(' OR ')})`), words].join(' AND ')
}

/** What the index must match where all terms occur. */
export const matchOf = (terms: readonly SearchTerm[]): string => expression(terms, [])

/** About `message`: that the index has it for a match. */
export const hasText = (match: string): Expression<SqlBool> =>
  sql<SqlBool>`message.id IN (SELECT rowid FROM messageSearch WHERE messageSearch MATCH ${match})`

export interface TextSearch {
  /** All must occur. At least one. */
  readonly terms: readonly SearchTerm[]
  /** Where only some places are wanted: of each list, one must be met. */
  readonly places: readonly AnyPlace[]
  readonly after: number
  readonly before: number
  readonly newestFirst: boolean
  readonly limit: number
  /** About `message`, the message found. */
  readonly where: (about: ExpressionBuilder<Schema & { message: Schema['messages'] }, 'message'>) => Expression<SqlBool>
}

/** The text index looks up where to begin only for what is an integer to SQLite; JavaScript's numbers arrive as floats. */
const asInteger = (id: number) => sql<number>`CAST(${id} AS INTEGER)`

/**
 * Ids of indexed messages, in their order and never by rank: ranking a common word over a million messages takes most of a
 * second, the newest hundred a tenth of a millisecond. The cross join keeps the index outermost.
 */
export async function searchTexts(db: Db, search: TextSearch): Promise<MessageId[]> {
  const { terms, places, after, before, newestFirst, limit, where } = search
  if (places.some((some) => some.length === 0)) return []
  const rows = await db
    .selectFrom('messageSearch as found')
    .crossJoin('messages as message')
    .select('message.id')
    .where(sql<SqlBool>`found.messageSearch MATCH ${expression(terms, places)}`)
    .where('found.rowid', '>', asInteger(after))
    .where('found.rowid', '<', asInteger(before))
    .whereRef('message.id', '=', 'found.rowid' as never)
    .where((about) => where(about as never))
    .orderBy('found.rowid', newestFirst ? 'desc' : 'asc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
