import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUser } from '../../server/accounts/create-user.ts'
import { createApiKey } from '../../server/accounts/sign-in/api-keys.ts'
import { openAppliance } from '../../server/appliance.ts'
import { subscribeToDefaultChannels } from '../../server/channels/default-channels.ts'
import { setUpOrganization } from '../../server/registration/set-up-organization.ts'

export interface Crowd {
  readonly folder: string
  /** Authorization headers, the owner's first. */
  readonly members: readonly string[]
  remove(): void
}

const basic = (email: string, key: string): string => `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}`

/** A data folder with so many people, all in `general`, each with an API key. */
export async function makeCrowd(size: number): Promise<Crowd> {
  const folder = mkdtempSync(join(tmpdir(), 'landline-bench-'))
  const appliance = await openAppliance({ folder: join(folder, 'data'), command: 'a bench', web: { chat: '', settings: '' } })
  const members: string[] = []
  await appliance.database.inTransaction(async (trx) => {
    const ownerEmail = 'owner@example.com'
    const owner = await setUpOrganization(trx, { organization: 'Crowd', ownerEmail, ownerName: 'Owner', passwordHash: '-' })
    members.push(basic(ownerEmail, await createApiKey(trx, owner.id, 'bench')))
  })
  for (let first = 1; first < size; first += 100) {
    await appliance.database.inTransaction(async (trx) => {
      for (let i = first; i < Math.min(size, first + 100); i++) {
        const email = `member${i}@example.com`
        const user = await createUser(trx, { email, fullName: `Member Number ${i}` })
        await subscribeToDefaultChannels(trx, user)
        members.push(basic(email, await createApiKey(trx, user.id, 'bench')))
      }
    })
  }
  await appliance.close()
  return { folder: join(folder, 'data'), members, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
