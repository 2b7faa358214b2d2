import { randomUUID } from 'node:crypto'
import { badRequest } from '../api/error.ts'
import type { Trx } from '../database/connection.ts'
import { organizationExists } from './errors.ts'
import { findRealmRow, insertRealm } from './queries.ts'
import { createSystemGroups } from './system-groups.ts'

const longestRealmName = 40

/** @throws ApiError when the name is empty or too long for clients to show */
export function checkRealmName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '') throw badRequest('Organization name cannot be empty.')
  if ([...trimmed].length > longestRealmName) {
    throw badRequest(`Organization name is too long: at most ${longestRealmName} characters.`)
  }
  return trimmed
}

/**
 * Makes the one organization of this appliance, with its system groups and nobody in it.
 * @throws ApiError when there is one already
 */
export async function createRealm(trx: Trx, name: string, now: number): Promise<void> {
  const existing = await findRealmRow(trx)
  if (existing) throw organizationExists(existing.name)
  await insertRealm(trx, { uuid: randomUUID(), name: checkRealmName(name), description: '', createdAt: now })
  await createSystemGroups(trx)
}
