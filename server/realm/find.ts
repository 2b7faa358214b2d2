import type { Db } from '../database/connection.ts'
import { findRealmRow, type StoredRealm } from './queries.ts'
import { parseRealmSettings, type RealmSettings } from './settings.ts'

export interface Realm extends Omit<StoredRealm, 'settings'> {
  readonly settings: RealmSettings
}

/** The organization; undefined until somebody has set it up. */
export async function findRealm(db: Db): Promise<Realm | undefined> {
  const row = await findRealmRow(db)
  return row && { ...row, settings: parseRealmSettings(row.settings) }
}
