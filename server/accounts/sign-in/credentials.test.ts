import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../database/connection.ts'
import { migrate } from '../../database/migrate.ts'
import { createOrganization } from '../create-organization.ts'
import { createUser } from '../create-user.ts'
import { createApiKey } from './api-keys.ts'
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts'
import { createSession, deleteSession } from './sessions.ts'
import { findViewerByApiKey, findViewerBySession } from './sign-in.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landline-accounts-'))
  migrate(join(folder, 'landline.db'), folder)
  database = openDatabase(join(folder, 'landline.db'))
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const ada = { organization: 'Engines', ownerEmail: 'Ada@Example.com', ownerName: 'Ada Lovelace', passwordHash: 'x' }

test('the first person makes the organization and is its owner; nobody makes a second', async () => {
  const owner = await database.inTransaction((trx) => createOrganization(trx, ada))
  expect(owner).toMatchObject({ fullName: 'Ada Lovelace', role: 100, email: 'Ada@Example.com' })
  await expect(database.inTransaction((trx) => createOrganization(trx, ada))).rejects.toThrow(
    /already holds the organization “Engines”/,
  )
})

test('two people cannot share an address, however it is written', async () => {
  await database.inTransaction((trx) => createOrganization(trx, ada))
  const again = database.inTransaction((trx) => createUser(trx, { email: 'ada@example.COM', fullName: 'Another Ada' }))
  await expect(again).rejects.toThrow(/already in use/)
})

test('a key lets in its owner alone, and only letter for letter', async () => {
  const owner = await database.inTransaction((trx) => createOrganization(trx, ada))
  const key = await database.inTransaction((trx) => createApiKey(trx, owner.id, 'phone'))
  expect(key).toMatch(/^[A-Za-z0-9]{32}$/)

  expect((await findViewerByApiKey(database.read, 'ada@example.com', key)).viewer.id).toBe(owner.id)
  const swapped = key.replace(/[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  await expect(findViewerByApiKey(database.read, 'ada@example.com', swapped)).rejects.toMatchObject({
    code: 'INVALID_API_KEY',
    status: 401,
  })
  await expect(findViewerByApiKey(database.read, 'ben@example.com', key)).rejects.toMatchObject({ code: 'INVALID_API_KEY' })
})

test('a session ends when its owner signs out', async () => {
  const owner = await database.inTransaction((trx) => createOrganization(trx, ada))
  const session = await database.inTransaction((trx) => createSession(trx, owner.id, { userAgent: 'Firefox', ip: '127.0.0.1' }))
  expect((await findViewerBySession(database.read, session.token))?.viewer.id).toBe(owner.id)
  await database.inTransaction((trx) => deleteSession(trx, session.id))
  expect(await findViewerBySession(database.read, session.token)).toBeUndefined()
})

test('a password is kept as a hash, and nobody has the empty one', async () => {
  const hash = await hashPassword('correct horse battery')
  expect(hash).toMatch(/^\$argon2id\$/)
  expect(await verifyPassword(hash, 'correct horse battery')).toBe(true)
  expect(await verifyPassword(hash, 'Correct horse battery')).toBe(false)
  expect(await verifyPassword(undefined, 'nobody has this password')).toBe(false)
})

test.each([
  ['short1', /at least 8/],
  ['password', /too weak/],
  ['ada@example.com', /too weak/],
  ['x'.repeat(101), /at most 100/],
])('the password %s is refused with a reason', async (password, reason) => {
  await expect(checkPassword(password, ['Ada', 'ada@example.com'])).rejects.toThrow(reason)
})

test('an ordinary good password is taken', async () => {
  await expect(checkPassword('tulip-organ-mattress', ['Ada'])).resolves.toBeUndefined()
})
