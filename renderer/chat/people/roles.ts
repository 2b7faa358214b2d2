const names: Record<number, string> = { 100: 'Owner', 200: 'Administrator', 300: 'Moderator', 400: 'Member', 600: 'Guest' }

export function roleName(role: number): string {
  return names[role] ?? 'Member'
}

/** Guests are told less, and may less. */
export const isGuest = (role: number | undefined): boolean => role === 600

/** Owners and administrators. Lower numbers may do more. */
export function isAdmin(role: number | undefined): boolean {
  return role !== undefined && role <= 200
}
