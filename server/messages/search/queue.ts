import type { MessageId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'

/** SQLite takes more parameters than that; a statement of any length is prepared anew. */
const atOnce = 500

/**
 * Notes that what the text index says of these messages is void: they were edited, moved or deleted. Searches read them instead,
 * until the indexer has been there.
 */
export async function queueForIndex(trx: Trx, ids: readonly MessageId[]): Promise<void> {
  for (let start = 0; start < ids.length; start += atOnce) {
    await trx
      .insertInto('searchQueue')
      .values(ids.slice(start, start + atOnce).map((messageId) => ({ messageId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
