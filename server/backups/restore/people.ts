import { systemBots } from '../../accounts/find.ts'
import { allUsers } from '../../accounts/roster.ts'
import type { UserId } from '../../api/ids.ts'
import type { Db } from '../../database/connection.ts'

/** Who somebody of a snapshot is here: whoever has their address, which nobody shares. */
export async function matchPeople(snapshot: Db, present: Db): Promise<(id: UserId) => UserId | undefined> {
  const here = new Map((await everybody(present)).map(({ id, deliveryEmailKey }) => [deliveryEmailKey, id]))
  const byId = new Map((await everybody(snapshot)).map(({ id, deliveryEmailKey }) => [id, here.get(deliveryEmailKey)]))
  return (id) => byId.get(id)
}

const everybody = async (db: Db) => [...(await allUsers(db)), ...(await systemBots(db))]
