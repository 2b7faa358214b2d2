import type { RoleName } from '../../../server/control/contract.ts'

/** What screens call the roles, and what each may do; the most powerful first. */
export const roles: Readonly<Record<RoleName, { readonly title: string; readonly may: string }>> = {
  owner: { title: 'Owner', may: 'everything, also here' },
  admin: { title: 'Administrator', may: 'manage people, channels and the organization' },
  moderator: { title: 'Moderator', may: 'keep order in channels and topics' },
  member: { title: 'Member', may: 'talk, and make channels' },
  guest: { title: 'Guest', may: 'only see the channels they are added to' },
}

export const roleNames = Object.keys(roles) as RoleName[]
