import { allUsers } from './accounts/roster.ts'
import { createApiKey } from './accounts/sign-in/api-keys.ts'
import { Role } from './api/viewer.ts'
import { type ApplianceOptions, openAppliance, serve } from './appliance.ts'
import type { Rehearse } from './backups/drill.ts'

/** A server on a copy of the data, which signs in as an owner does and reads the newest message they can see. */
export const rehearseWith =
  (options: ApplianceOptions): Rehearse =>
  async (folder) => {
    const appliance = await openAppliance({ web: options.web, folder, command: 'a restore drill', hasRateLimits: true })
    try {
      const people = (await allUsers(appliance.database.read)).filter((user) => user.isActive && !user.isBot)
      const owner = people.find(({ role }) => role === Role.owner)
      if (!owner) throw new Error('nobody is an owner')
      const key = await appliance.database.inTransaction((trx) => createApiKey(trx, owner.id, 'restore drill'))
      const serving = await serve(appliance, { host: '127.0.0.1', port: 0 })
      try {
        return { people: people.length, newestMessage: await readNewest(serving.url, owner.email, key) }
      } finally {
        await serving.stop()
      }
    } finally {
      await appliance.close()
    }
  }

async function readNewest(url: string, email: string, key: string): Promise<number | null> {
  const query = new URLSearchParams({ anchor: 'newest', num_before: '1', num_after: '0', narrow: '[]' })
  const authorization = `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}`
  const response = await fetch(`${url}/api/v1/messages?${query}`, { headers: { authorization } })
  const answer = (await response.json()) as { result: string; msg: string; messages?: { id: number }[] }
  if (answer.result !== 'success') throw new Error(`the restored server answered: ${answer.msg}`)
  return answer.messages?.[0]?.id ?? null
}
