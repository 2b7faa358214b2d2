import { findUsers } from '../accounts/find.ts'
import { RawJson } from '../api/raw-json.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Db } from '../database/connection.ts'
import type { PresenceBoard } from './board.ts'
import { wireLegacyPerson } from './seen.ts'
import { statusesOfAll } from './status.ts'

const secondsADay = 86_400
const usualHistory = 14

/** The moment in Unix seconds before which nobody's presence is told. @param days undefined: two weeks */
export const historyStart = (days = usualHistory): number => unixNow() - days * secondsADay

/** The older form: by e-mail address, with an entry for each client program and the newest under `aggregated`. */
export async function legacyPresences(db: Db, board: PresenceBoard, since: number) {
  const seen = new Map(board.seen(since))
  const people = await findUsers(db, [...seen.keys()])
  return Object.fromEntries(people.map(({ id, email }) => [email, wireLegacyPerson(seen.get(id)!)]))
}

/** `presence` of /register. */
export async function presenceSection(
  db: Db,
  board: PresenceBoard,
  { slimPresence, historyDays }: { readonly slimPresence: boolean; readonly historyDays: number | undefined },
) {
  const since = historyStart(historyDays)
  return {
    presences: slimPresence ? new RawJson(board.json(since)) : await legacyPresences(db, board, since),
    presence_last_update_id: board.lastUpdateId,
    server_timestamp: Date.now() / 1000,
  }
}

/** `user_status` of /register: those who have one, by id. */
export const statusSection = async (db: Db) => ({ user_status: await statusesOfAll(db) })
