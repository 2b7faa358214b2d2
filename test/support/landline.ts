import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createUser } from '../../server/accounts/create-user.ts'
import { findUsers } from '../../server/accounts/find.ts'
import { createApiKey } from '../../server/accounts/sign-in/api-keys.ts'
import { hashPassword } from '../../server/accounts/sign-in/passwords.ts'
import { viewerOf } from '../../server/accounts/viewer.ts'
import type { UserId } from '../../server/api/ids.ts'
import { Role } from '../../server/api/viewer.ts'
import { type Appliance, openAppliance } from '../../server/appliance.ts'
import { subscribeToDefaultChannels } from '../../server/channels/default-channels.ts'
import { findChannelByName } from '../../server/channels/find.ts'
import { joinChannels } from '../../server/channels/subscriptions/join.ts'
import { setUpOrganization } from '../../server/registration/set-up-organization.ts'
import { type Serving, serve } from '../../server/serving.ts'
import { Person } from './person.ts'

export interface LandlineOptions {
  readonly hasRateLimits?: boolean
  /** Keep using a folder from before, e.g. after a stop. */
  readonly folder?: string
}

interface ChannelFacts {
  readonly description?: string
  readonly subscribers?: readonly Person[]
  readonly isPrivate?: boolean
  readonly isHistoryShared?: boolean
}

interface PersonFacts {
  readonly role?: keyof typeof Role
  readonly email?: string
  /** Without one they have an API key only: hashing takes its time on purpose. */
  readonly password?: string
}

/** A server of the test's own: its database file, uploads folder and port. Gone when the test ends. */
export class Landline {
  readonly appliance: Appliance
  readonly serving: Serving
  readonly url: string
  /** Who made the organization. */
  readonly owner: Person

  constructor(appliance: Appliance, serving: Serving, owner: Person) {
    this.appliance = appliance
    this.serving = serving
    this.url = `http://127.0.0.1:${serving.port}`
    this.owner = owner
  }

  /** People named after their first name, each with an API key. */
  users(...names: readonly string[]): Promise<Person[]> {
    return Promise.all(names.map((name) => this.user(name)))
  }

  async user(
    name: string,
    { role = 'member', email = `${name.toLowerCase()}@example.com`, password }: PersonFacts = {},
  ): Promise<Person> {
    const passwordHash = password === undefined ? null : await hashPassword(password)
    return this.appliance.database.inTransaction(async (trx) => {
      const user = await createUser(trx, { email, fullName: name, role: Role[role], passwordHash })
      if (role !== 'guest') await subscribeToDefaultChannels(trx, user)
      return new Person(this.url, { id: user.id, name, email, apiKey: await createApiKey(trx, user.id, 'test') })
    })
  }

  /** Makes a channel of the owner's, who is in it only where named, and answers its id. Nothing is said in it yet. */
  async channel(name: string, { subscribers = [], ...facts }: ChannelFacts = {}): Promise<number> {
    return this.appliance.database.inTransaction(async (trx) => {
      const [owner] = await findUsers(trx, [this.owner.id as UserId])
      await joinChannels(trx, viewerOf(owner!), {
        channels: [{ name, description: facts.description }],
        people: subscribers.map(({ id }) => ({ id: id as UserId })),
        ifNew: { isHistoryShared: true, ...facts },
        isAllOrNothing: true,
        realmUrl: this.url,
      })
      return (await findChannelByName(trx, name))!.id
    })
  }

  async stop(): Promise<void> {
    await this.serving.stop()
    await this.appliance.close()
  }
}

const built = new URL('../../dist/', import.meta.url).pathname
export const webFolders = { chat: join(built, 'chat'), settings: join(built, 'settings') }

/** Starts a server with an organization whose owner is `owner@example.com`. */
export async function startLandline({ hasRateLimits = false, folder = newFolder() }: LandlineOptions = {}): Promise<Landline> {
  const appliance = await openAppliance({ folder, command: 'a test', web: webFolders, hasRateLimits })
  const serving = await serve(appliance, { host: '127.0.0.1', port: 0 })
  const landline = new Landline(appliance, serving, await ownerOf(appliance, serving.port))
  onTestFinished(() => landline.stop().catch(() => {}))
  return landline
}

/** A real hash, of a password that no test signs in with. */
const unusedHash = '$argon2id$v=19$m=8,t=1,p=1$cLcRbE0zdeH6cMfH79kk/g$fqJftn6TeNP0e4mfjzbdUjcaNRlMi2IXMhYZW/4U+nI'

async function ownerOf(appliance: Appliance, port: number): Promise<Person> {
  const name = 'Olga Owner'
  const email = 'owner@example.com'
  const { id, apiKey } = await appliance.database.inTransaction(async (trx) => {
    const known = await trx.selectFrom('users').select('id').where('emailKey', '=', email).executeTakeFirst()
    const owner =
      known ??
      (await setUpOrganization(trx, { organization: 'Example', ownerEmail: email, ownerName: name, passwordHash: unusedHash }))
    return { id: owner.id, apiKey: await createApiKey(trx, owner.id, 'test') }
  })
  return new Person(`http://127.0.0.1:${port}`, { id, name, email, apiKey })
}

/** A folder that goes with the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
