import { allUsers } from './accounts/roster.ts'
import { apiKeysOf, createApiKey, revokeApiKey } from './accounts/sign-in/api-keys.ts'
import { Role } from './api/viewer.ts'
import type { Appliance } from './appliance.ts'
import { serve } from './serving.ts'

export interface ReadAsOwner {
  readonly organization: string
  readonly people: number
  /** The newest that an owner can see. */
  readonly newestMessage: number | null
}

/**
 * Serves on a port of this computer that nobody else knows, signs in as an owner does, and reads the newest message. Leaves the
 * data as it was.
 * @throws Error that says what did not work
 */
export async function readAsOwner(appliance: Appliance): Promise<ReadAsOwner> {
  const { database } = appliance
  const people = (await allUsers(database.read)).filter((user) => user.isActive && !user.isBot)
  const owner = people.find(({ role }) => role === Role.owner)
  if (!owner) throw new Error('nobody is an owner')
  const key = await database.inTransaction((trx) => createApiKey(trx, owner.id, 'restore'))
  const [device] = await apiKeysOf(database.read, owner.id)
  try {
    const serving = await serve(appliance, { host: '127.0.0.1', port: 0 })
    try {
      const authorization = `Basic ${Buffer.from(`${owner.email}:${key}`).toString('base64')}`
      const { realm_name: organization } = await ask<{ realm_name: string }>(`${serving.url}/api/v1/server_settings`, {})
      const newest = await ask<{ messages: { id: number }[] }>(`${serving.url}/api/v1/messages?${newestOnly}`, { authorization })
      return { organization, people: people.length, newestMessage: newest.messages[0]?.id ?? null }
    } finally {
      await serving.stop()
    }
  } finally {
    await database.inTransaction((trx) => revokeApiKey(trx, owner, device!.id))
  }
}

const newestOnly = new URLSearchParams({ anchor: 'newest', num_before: '1', num_after: '0', narrow: '[]' })

async function ask<T>(url: string, headers: Record<string, string>): Promise<T> {
  const response = await fetch(url, { headers })
  const answer = (await response.json()) as { result: string; msg: string }
  if (answer.result !== 'success') throw new Error(`the restored server answered: ${answer.msg}`)
  return answer as T
}
