import type { Db } from '../database/connection.ts'

/** When the newest message was sent, in Unix seconds; undefined where nobody has said anything yet. */
export async function lastMessageTime(db: Db): Promise<number | undefined> {
  const newest = await db.selectFrom('messages').select('sentAt').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return newest?.sentAt
}
