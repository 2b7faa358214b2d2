import type { MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import { isReadable, readableChannels } from './visibility.ts'

/** Those of these messages that the viewer may read, ascending: `findVisible` for many at once. */
export async function visibleAmong(db: Db, viewer: Viewer, ids: readonly MessageId[]): Promise<MessageId[]> {
  const isReadableByThem = isReadable(viewer, await readableChannels(db, viewer))
  const rows = await db
    .selectFrom('messages as message')
    .select('message.id')
    .where('message.id', 'in', idList(ids))
    .where(isReadableByThem)
    .orderBy('message.id')
    .execute()
  return rows.map(({ id }) => id)
}
