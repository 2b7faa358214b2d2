import type { Credentials, Person, RoleName } from '../control/contract.ts'
import type { Run } from './run.ts'
import { readSecret } from './secret-file.ts'
import { table } from './table.ts'
import { asOwner } from './with-control.ts'

interface ByEmail {
  readonly email: string
}

/** As scripts read it: the names are those of Zulip's own answers. */
export const asCredentials = ({ userId, email, apiKey }: Credentials) => ({ user_id: userId, email, api_key: apiKey })

const asPerson = ({ userId, email, name, role, isActive, isBot, joinedAt }: Person) => ({
  user_id: userId,
  email,
  full_name: name,
  role,
  is_active: isActive,
  is_bot: isBot,
  date_joined: joinedAt,
})

export async function listCommand(run: Run): Promise<void> {
  const people = await asOwner(run, (control) => control.users.list())
  const rows = people.map(({ userId, name, email, role, isActive, isBot }) => [
    String(userId),
    name,
    email,
    isBot ? 'bot' : role,
    isActive ? '' : 'deactivated',
  ])
  run.output.answer({ users: people.map(asPerson) }, people.length > 0 ? table(rows) : 'Nobody has an account yet.')
}

export async function createCommand(run: Run<ByEmail & { name: string; role: RoleName; passwordFile: string }>): Promise<void> {
  const { email, name, role, passwordFile } = run.options
  const password = await readSecret(passwordFile, 'password')
  const created = await asOwner(run, (control) => control.users.create({ email, name, role, password }))
  run.output.answer(
    asCredentials(created),
    `${name} can sign in as ${created.email}.\nAPI key (shown this once): ${created.apiKey}`,
  )
}

export async function apiKeyCommand(run: Run<ByEmail & { label?: string }>): Promise<void> {
  const { email, label } = run.options
  const made = await asOwner(run, (control) => control.users.createApiKey({ email, label }))
  run.output.answer(asCredentials(made), `API key for ${made.email} (shown this once): ${made.apiKey}`)
}

export async function roleCommand(run: Run<ByEmail & { role: RoleName }>): Promise<void> {
  const { email, role } = run.options
  const person = await asOwner(run, (control) => control.users.setRole({ email, role }))
  run.output.answer(asPerson(person), `${person.name} is ${person.role} now.`)
}

export async function deactivateCommand(run: Run<ByEmail>): Promise<void> {
  const person = await asOwner(run, (control) => control.users.deactivate({ email: run.options.email }))
  run.output.answer(asPerson(person), `${person.name} is signed out everywhere and cannot come back in.`)
}

export async function reactivateCommand(run: Run<ByEmail>): Promise<void> {
  const person = await asOwner(run, (control) => control.users.reactivate({ email: run.options.email }))
  run.output.answer(asPerson(person), `${person.name} can sign in again. Keys from before stay out.`)
}
