import { Role } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { isFullMember, realmSettings } from '../realm/settings.ts'
import { placeInSystemGroups } from '../realm/system-groups.ts'
import { tellGroupMoves } from './events.ts'
import { activeMembers } from './queries.ts'

/**
 * Brings `role:fullmembers` up to date: days pass, and so does the waiting period for new members, which can also be changed.
 * Guests wait for nothing, and higher ranks never had to.
 */
export async function refreshFullMembers(trx: Trx): Promise<void> {
  const settings = await realmSettings(trx)
  const now = Date.now() / 1000
  for (const { id, dateJoined } of await activeMembers(trx)) {
    await tellGroupMoves(trx, id, await placeInSystemGroups(trx, id, Role.member, isFullMember(settings, dateJoined, now)))
  }
}
