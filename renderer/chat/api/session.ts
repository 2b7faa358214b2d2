import { request } from './request.ts'

export interface Session {
  /** Who is signed in in this browser. */
  user: { user_id: number; full_name: string } | null
  /** Null until somebody has named the organization. */
  realm_name: string | null
  password_min_length: number
}

export interface Invitation {
  realm_name: string
  /** Who made the link. */
  invited_by: string
  /** The only address that it is for, if it is for one. */
  email: string | null
}

export const findSession = () => request<Session>('GET', '/session')

export const signIn = (username: string, password: string) => request('POST', '/session', { username, password })

export const signOut = () => request('DELETE', '/session')

export interface NewOrganization {
  token: string
  organization: string
  full_name: string
  email: string
  password: string
}

export const setUp = (organization: NewOrganization) => request('POST', '/setup', { ...organization })

/** @throws RequestFailed when the link is not, or no longer, an invitation */
export const findInvitation = (token: string) => request<Invitation>('GET', `/invitations/${encodeURIComponent(token)}`)

export function acceptInvitation(token: string, person: { full_name: string; email: string; password: string }) {
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions()
  return request('POST', `/invitations/${encodeURIComponent(token)}/accept`, { ...person, timezone })
}
