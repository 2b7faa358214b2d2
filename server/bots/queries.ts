import type { Selectable } from 'kysely'
import type { User } from '../accounts/find.ts'
import type { UserId } from '../api/ids.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Db, Trx } from '../database/connection.ts'
import type { BotRow } from '../database/schema/bots.ts'

/** A bot: an account, and what only bots have. */
export type Bot = User & Selectable<BotRow>

const selectBots = (db: Db) => db.selectFrom('users').innerJoin('bots', 'bots.userId', 'users.id').selectAll().orderBy('users.id')

/** Deactivated ones too. */
export const botsOf = builtOnce((db, ownerId: UserId) => selectBots(db).where('botOwnerId', '=', ownerId))
export const allBots = builtOnce((db) => selectBots(db))

export async function findBot(db: Db, id: UserId): Promise<Bot | undefined> {
  return await selectBots(db).where('users.id', '=', id).executeTakeFirst()
}

export async function insertBotRow(trx: Trx, row: Selectable<BotRow>): Promise<void> {
  await trx.insertInto('bots').values(row).execute()
}

export async function updateBotRow(trx: Trx, userId: UserId, change: Partial<Selectable<BotRow>>): Promise<void> {
  await trx.updateTable('bots').set(change).where('userId', '=', userId).execute()
}

export async function updateOwner(trx: Trx, id: UserId, botOwnerId: UserId): Promise<void> {
  await trx.updateTable('users').set({ botOwnerId }).where('id', '=', id).execute()
}
