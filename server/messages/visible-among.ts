import type { MessageId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { isOneOf } from './narrow/conditions.ts'
import { idsWhere } from './narrow/queries.ts'
import { isReadable, readableChannels } from './visibility.ts'

/** Those of these messages that the viewer may read, ascending: `findVisible` for many at once. */
export async function visibleAmong(db: Db, viewer: Viewer, ids: readonly MessageId[]): Promise<MessageId[]> {
  const isReadableByThem = isReadable(viewer, await readableChannels(db, viewer))
  const all = { after: 0, before: Number.MAX_SAFE_INTEGER, newestFirst: false, limit: ids.length }
  return idsWhere(db, [isOneOf(ids), isReadableByThem], all)
}
