import { z } from 'zod'
import { call, RoleName, Time } from './call.ts'

const Name = z.string().min(1)
const Email = z.string().min(1)
const Password = z.string()

/** What a script needs to act as somebody. The key is shown this once: only its hash is kept. */
export const Credentials = z.object({ userId: z.number(), email: z.string(), apiKey: z.string() })
export type Credentials = z.infer<typeof Credentials>

export const Person = z.object({
  userId: z.number(),
  email: z.string(),
  name: z.string(),
  role: RoleName,
  isActive: z.boolean(),
  isBot: z.boolean(),
  joinedAt: Time,
})
export type Person = z.infer<typeof Person>

const ByEmail = z.object({ email: Email })

export const organization = {
  /** Makes the organization, its owner, and the channel `general`, which everyone joins. */
  setUp: call.input(z.object({ organization: Name, ownerEmail: Email, ownerName: Name, password: Password })).output(Credentials),
  rename: call.input(z.object({ name: Name })),
}

export const users = {
  list: call.output(z.array(Person)),
  create: call.input(z.object({ email: Email, name: Name, role: RoleName, password: Password })).output(Credentials),
  createApiKey: call.input(ByEmail.extend({ label: z.string().default('') })).output(Credentials),
  setRole: call.input(ByEmail.extend({ role: RoleName })).output(Person),
  deactivate: call.input(ByEmail).output(Person),
  reactivate: call.input(ByEmail).output(Person),
}

export const Invitation = z.object({
  id: z.number(),
  /** What to send to the newcomer. */
  link: z.string(),
  /** Whom it is for; null: whoever has the link. */
  email: z.string().nullable(),
  role: RoleName,
  /** A name. */
  invitedBy: z.string(),
  createdAt: Time,
  expiresAt: Time.nullable(),
})
export type Invitation = z.infer<typeof Invitation>

export const invitations = {
  /** Invitations that somebody can still accept, newest first. */
  list: call.output(z.array(Invitation)),
  create: call
    .input(
      z.object({
        email: Email.nullable().default(null),
        role: RoleName.default('member'),
        /** Null: never. */
        daysValid: z.number().positive().nullable().default(10),
      }),
    )
    .output(Invitation),
  revoke: call.input(z.object({ id: z.number() })),
}
