/** As Zulip counts them: lower numbers may do more. */
export const Role = { owner: 100, admin: 200, moderator: 300, member: 400, guest: 600 } as const

const names: Record<number, string> = {
  [Role.owner]: 'Owner',
  [Role.admin]: 'Administrator',
  [Role.moderator]: 'Moderator',
  [Role.member]: 'Member',
  [Role.guest]: 'Guest',
}

export function roleName(role: number): string {
  return names[role] ?? 'Member'
}

/** Guests are told less, and may less. */
export const isGuest = (role: number | undefined): boolean => role === Role.guest

/** Anybody but a guest. */
export const isMember = (role: number | undefined): boolean => role !== undefined && role < Role.guest

/** Owners and administrators. */
export const isAdmin = (role: number | undefined): boolean => role !== undefined && role <= Role.admin
