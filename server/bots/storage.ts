import { badRequest } from '../api/error.ts'
import type { UserId } from '../api/ids.ts'
import type { Db, Trx } from '../database/connection.ts'

/** Characters of all keys and values of one bot. */
const mostStored = 10_000_000

const notThere = () => badRequest('Key does not exist.')

/** What a bot has kept. @param keys those that it asks for; undefined: all. @throws ApiError where it has kept none by a key */
export async function readStorage(db: Db, userId: UserId, keys: readonly string[] | undefined): Promise<Record<string, string>> {
  const rows = await db.selectFrom('botStorage').select(['key', 'value']).where('userId', '=', userId).execute()
  const all = new Map(rows.map(({ key, value }) => [key, value]))
  const wanted = keys ?? [...all.keys()]
  if (!wanted.every((key) => all.has(key))) throw notThere()
  return Object.fromEntries(wanted.map((key) => [key, all.get(key)!]))
}

/** Keeps these beside what was kept before, in the place of what had the same key. @throws ApiError where it is too much */
export async function writeStorage(trx: Trx, userId: UserId, entries: Readonly<Record<string, string>>): Promise<void> {
  const after = { ...(await readStorage(trx, userId, undefined)), ...entries }
  const size = Object.entries(after).reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  if (size > mostStored) {
    const [over, most] = [size - mostStored, mostStored]
    throw badRequest(`Request exceeds storage limit by ${over} characters. The limit is ${most} characters.`)
  }
  for (const [key, value] of Object.entries(entries)) {
    await trx
      .insertInto('botStorage')
      .values({ userId, key, value })
      .onConflict((conflict) => conflict.columns(['userId', 'key']).doUpdateSet({ value }))
      .execute()
  }
}

/** @param keys those to forget; undefined: all. @throws ApiError where there is none by a key, and then nothing is forgotten */
export async function clearStorage(trx: Trx, userId: UserId, keys: readonly string[] | undefined): Promise<void> {
  const found = Object.keys(await readStorage(trx, userId, keys))
  for (const key of found) await trx.deleteFrom('botStorage').where('userId', '=', userId).where('key', '=', key).execute()
}
