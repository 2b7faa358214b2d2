import { isAtLeast, Role, type Viewer } from '../api/viewer.ts'
import type { Db } from '../database/connection.ts'
import { allBots, botsOf } from './queries.ts'
import { wireBot } from './wire.ts'

/** The bots that somebody looks after: their own, or all of them. */
export async function botsKeptBy(db: Db, viewer: Viewer) {
  const bots = isAtLeast(viewer, Role.admin) ? await allBots(db) : await botsOf(db, viewer.id)
  return Promise.all(bots.map((bot) => wireBot(db, bot)))
}
