import type { Insertable, Selectable } from 'kysely'
import type { UserId } from '../api/ids.ts'
import type { Role } from '../api/viewer.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db, Trx } from '../database/connection.ts'
import { idList } from '../database/dialects/id-list.ts'
import type { UserRow } from '../database/schema/accounts.ts'
import { emailKey } from './names.ts'

export type User = Selectable<UserRow>

const usersById = builtOnce((db, id: UserId) => db.selectFrom('users').selectAll().where('id', '=', id))

export async function findUser(db: Db, id: UserId): Promise<User | undefined> {
  const [user] = await usersById(db, id)
  return user
}

/** By either of an account's addresses: the one others see, or the one mail goes to. */
export async function findUserByEmail(db: Db, email: string): Promise<User | undefined> {
  const key = emailKey(email)
  const found = await db.selectFrom('users').selectAll().where('deliveryEmailKey', '=', key).executeTakeFirst()
  return found ?? (await db.selectFrom('users').selectAll().where('emailKey', '=', key).executeTakeFirst())
}

export const findUsers: (db: Db, ids: readonly UserId[]) => Promise<User[]> = builtOnce((db, ids: readonly UserId[]) =>
  db.selectFrom('users').selectAll().where('id', 'in', idList(ids)).orderBy('id'),
)

/** Everyone who ever had an account here, bots too, in the order they came. System bots are not among them. */
export async function allUsers(db: Db): Promise<User[]> {
  return await db.selectFrom('users').selectAll().where('isSystemBot', '=', 0).orderBy('id').execute()
}

export async function systemBots(db: Db): Promise<User[]> {
  return await db.selectFrom('users').selectAll().where('isSystemBot', '=', 1).orderBy('id').execute()
}

export async function activeBotsOf(db: Db, ownerId: UserId): Promise<User[]> {
  return await db.selectFrom('users').selectAll().where('botOwnerId', '=', ownerId).where('isActive', '=', 1).execute()
}

/** People and bots whose clients hear what everyone hears. */
export async function activeUsers(db: Db): Promise<Pick<User, 'id' | 'role'>[]> {
  return await db.selectFrom('users').select(['id', 'role']).where('isActive', '=', 1).where('isSystemBot', '=', 0).execute()
}

export async function countActiveOwners(db: Db, except: UserId): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('role', '=', 100 satisfies Role)
    .where('isActive', '=', 1)
    .where('isBot', '=', 0)
    .where('id', '<>', except)
    .executeTakeFirstOrThrow()
  return count
}

export async function insertUser(trx: Trx, user: Insertable<UserRow>): Promise<User> {
  return await trx.insertInto('users').values(user).returningAll().executeTakeFirstOrThrow()
}

export async function updateUser(trx: Trx, id: UserId, change: Partial<Omit<User, 'id'>>): Promise<void> {
  await trx.updateTable('users').set(change).where('id', '=', id).execute()
}

/** Whether somebody else with a live account has this name; case does not tell people apart. */
export async function isNameTaken(db: Db, fullName: string, except: UserId): Promise<boolean> {
  const others = await db.selectFrom('users').select('fullName').where('isActive', '=', 1).where('id', '<>', except).execute()
  const folded = fullName.toLowerCase()
  return others.some((other) => other.fullName.toLowerCase() === folded)
}

export async function activeMembers(db: Db): Promise<Pick<User, 'id' | 'dateJoined'>[]> {
  return await db
    .selectFrom('users')
    .select(['id', 'dateJoined'])
    .where('role', '=', 400 satisfies Role)
    .where('isActive', '=', 1)
    .where('isSystemBot', '=', 0)
    .execute()
}

/** Everybody who goes by one of these names, whatever its case: names are not unique. */
export async function findUsersByName(db: Db, names: readonly string[]): Promise<Pick<User, 'id' | 'fullName' | 'isActive'>[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase())) // SQLite folds the case of ASCII alone
  const all = await db.selectFrom('users').select(['id', 'fullName', 'isActive']).execute()
  return all.filter(({ fullName }) => wanted.has(fullName.toLowerCase()))
}
