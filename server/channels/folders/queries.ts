import type { Insertable, Selectable, Updateable } from 'kysely'
import { builtOnce } from '../../database/built-once.ts'
import type { Db, Trx } from '../../database/connection.ts'
import type { ChannelFolderRow } from '../../database/schema/channels.ts'

export type Folder = Selectable<ChannelFolderRow>

/** In the order in which they are shown, the archived too. */
export const allFolders: (db: Db) => Promise<Folder[]> = builtOnce((db) =>
  db.selectFrom('channelFolders').selectAll().orderBy('position').orderBy('id'),
)

export async function folderById(db: Db, id: number): Promise<Folder | undefined> {
  return db.selectFrom('channelFolders').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertFolder(trx: Trx, folder: Insertable<ChannelFolderRow>): Promise<Folder> {
  return trx.insertInto('channelFolders').values(folder).returningAll().executeTakeFirstOrThrow()
}

/** Answers the folder as it is now. An empty change changes nothing. */
export async function updateFolderRow(trx: Trx, id: number, change: Updateable<ChannelFolderRow>): Promise<Folder> {
  const changed = trx
    .updateTable('channelFolders')
    .set({ id, ...change })
    .where('id', '=', id)
  return changed.returningAll().executeTakeFirstOrThrow()
}
