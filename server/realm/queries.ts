import type { Selectable } from 'kysely'
import type { UserId } from '../api/ids.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db, Trx } from '../database/connection.ts'
import type { RealmRow } from '../database/schema/realm.ts'

export type StoredRealm = Selectable<RealmRow>

const theRealm = builtOnce((db) => db.selectFrom('realm').selectAll().where('id', '=', 1))

export async function findRealmRow(db: Db): Promise<StoredRealm | undefined> {
  const [realm] = await theRealm(db)
  return realm
}

export async function insertRealm(trx: Trx, realm: Omit<StoredRealm, 'id' | 'pictures' | 'settings'>): Promise<void> {
  await trx
    .insertInto('realm')
    .values({ id: 1, ...realm })
    .execute()
}

export async function updateRealmRow(trx: Trx, change: Partial<Omit<StoredRealm, 'id'>>): Promise<void> {
  await trx.updateTable('realm').set(change).where('id', '=', 1).execute()
}

/** Everyone whose client hears of changes to the organization. */
export async function peopleOfRealm(db: Db): Promise<UserId[]> {
  const rows = await db.selectFrom('users').select('id').where('isActive', '=', 1).where('isSystemBot', '=', 0).execute()
  return rows.map(({ id }) => id)
}
