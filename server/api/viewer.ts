import type { UserId } from './ids.ts'

/** Roles as on the wire: the lower, the more one may. https://zulip.com/help/user-roles */
export const Role = { owner: 100, admin: 200, moderator: 300, member: 400, guest: 600 } as const
export type Role = (typeof Role)[keyof typeof Role]

/** The signed-in user for whom we act. */
export interface Viewer {
  readonly id: UserId
  readonly role: Role
  readonly isBot: boolean
  /** A bot for incoming webhooks: it may say things and do nothing else, because its key is in the settings of other programs. */
  readonly isSendOnly: boolean
  readonly fullName: string
  /** The address that other users see and clients sign in with; not always where mail goes. */
  readonly email: string
  readonly deliveryEmail: string
}

/** Who may call a route; each includes those before it in rank, and `open` asks for no sign-in. */
export type Access = 'open' | 'user' | 'member' | 'moderator' | 'admin' | 'owner'

export const isAtLeast = (viewer: Pick<Viewer, 'role'>, role: Role): boolean => viewer.role <= role
