import { sql } from 'kysely'
import type { MessageId } from '../../api/ids.ts'
import type { Db } from '../connection.ts'

/**
 * Where each of these messages is, in their order: a topic's id, or a conversation's with a minus, or 0 where the message is gone.
 * In one piece of text, for tens of thousands of them: as rows they would take three times as long. From an index made for it:
 * left to itself, SQLite would open a page of messages for every few ids.
 */
export async function placesOfMessages(db: Db, ids: readonly MessageId[]): Promise<number[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ places: string }>`
    SELECT group_concat(coalesce(message.topicId, -message.conversationId, 0)) AS places
    FROM json_each(${ids}) AS wanted LEFT JOIN messages AS message INDEXED BY messagesPlace
      ON message.id = wanted.value`.execute(db)
  return rows[0]!.places.split(',').map(Number)
}
