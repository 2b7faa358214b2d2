import { noSuchUser } from '../accounts/errors.ts'
import { findUserByEmail, type User } from '../accounts/find.ts'
import { deactivateUser, reactivateUser } from '../accounts/lifecycle.ts'
import { changeRole } from '../accounts/profile.ts'
import { allUsers } from '../accounts/roster.ts'
import { createApiKey } from '../accounts/sign-in/api-keys.ts'
import { checkPassword, hashPassword } from '../accounts/sign-in/passwords.ts'
import { Role } from '../api/viewer.ts'
import type { Database, Db, Trx } from '../database/connection.ts'
import { changeRealm } from '../realm/change-settings.ts'
import { noOrganization } from '../realm/errors.ts'
import { findRealm } from '../realm/find.ts'
import { join } from '../registration/join.ts'
import { setUpOrganization } from '../registration/set-up-organization.ts'
import { answer } from './answer.ts'
import { type Credentials, organization, type Person, users } from './contract/people.ts'
import { roleName } from './roles.ts'

export const organizationCalls = answer(organization, {
  async setUp({ input, owner }) {
    const { organization, ownerEmail, ownerName } = input
    const passwordHash = await hashChecked(input.password, [organization, ownerEmail, ownerName])
    return await owner.appliance.database.inTransaction(async (trx) =>
      withNewKey(trx, await setUpOrganization(trx, { organization, ownerEmail, ownerName, passwordHash }), 'landline setup'),
    )
  },
  rename: ({ input: { name }, owner }) =>
    owner.appliance.database.inTransaction((trx) => changeRealm(trx, { role: Role.owner }, { name, settings: {} })),
})

export const userCalls = answer(users, {
  list: async ({ owner }) => (await allUsers(owner.appliance.database.read)).map(asPerson),

  async create({ input: { email, name, role, password }, owner }) {
    const passwordHash = await hashChecked(password, [email, name])
    return await owner.appliance.database.inTransaction(async (trx) => {
      if (!(await findRealm(trx))) throw noOrganization()
      return withNewKey(trx, await join(trx, { email, fullName: name, role: Role[role], passwordHash }), 'landline user create')
    })
  },

  createApiKey: ({ input: { email, label }, owner }) =>
    owner.appliance.database.inTransaction(async (trx) =>
      withNewKey(trx, await userAt(trx, email), label || 'landline user api-key'),
    ),

  setRole: ({ input: { email, role }, owner }) =>
    change(owner.appliance.database, email, (trx, user) => changeRole(trx, user, Role[role])),
  deactivate: ({ input: { email }, owner }) => change(owner.appliance.database, email, deactivateUser),
  reactivate: ({ input: { email }, owner }) => change(owner.appliance.database, email, reactivateUser),
})

async function hashChecked(password: string, known: readonly string[]): Promise<string> {
  await checkPassword(password, known)
  return await hashPassword(password)
}

const withNewKey = async (trx: Trx, { id, deliveryEmail }: User, label: string): Promise<Credentials> => ({
  userId: id,
  email: deliveryEmail,
  apiKey: await createApiKey(trx, id, label),
})

async function userAt(db: Db, email: string): Promise<User> {
  const user = await findUserByEmail(db, email)
  if (!user || user.isSystemBot === 1) throw noSuchUser()
  return user
}

function change(
  { inTransaction }: Pick<Database, 'inTransaction'>,
  email: string,
  work: (trx: Trx, user: User) => Promise<void>,
): Promise<Person> {
  return inTransaction(async (trx) => {
    await work(trx, await userAt(trx, email))
    return asPerson(await userAt(trx, email))
  })
}

const asPerson = (user: User): Person => ({
  userId: user.id,
  email: user.deliveryEmail,
  name: user.fullName,
  role: roleName(user.role),
  isActive: user.isActive === 1,
  isBot: user.isBot === 1,
  joinedAt: user.dateJoined,
})
