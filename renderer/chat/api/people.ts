import { csrfToken, RequestFailed, request } from './request.ts'
import type { Presence, UserSettings, UserStatus } from './types.ts'

export interface PresenceAnswer {
  presences?: Record<string, Presence>
  server_timestamp?: number
}

export function sendPresence(status: 'active' | 'idle', newUserInput: boolean) {
  return request<PresenceAnswer>('POST', '/users/me/presence', {
    status,
    new_user_input: newUserInput,
    ping_only: false,
    slim_presence: true,
  })
}

export function setStatus({ status_text = '', emoji_name = '', emoji_code = '', reaction_type = '' }: UserStatus) {
  const emoji = emoji_name ? { emoji_name, emoji_code, reaction_type } : { emoji_name: '', emoji_code: '' }
  return request('POST', '/users/me/status', { status_text, ...emoji })
}

export const changeSettings = (
  change: Partial<UserSettings> & { full_name?: string; old_password?: string; new_password?: string },
) => request('PATCH', '/settings', change)

export async function uploadAvatar(file: File): Promise<void> {
  const form = new FormData()
  form.append('file', file)
  const response = await fetch('/json/users/me/avatar', { method: 'POST', headers: { 'X-CSRFToken': csrfToken() }, body: form })
  if (!response.ok) throw new RequestFailed(response.status, await response.json())
}

export const removeAvatar = () => request('DELETE', '/users/me/avatar')

/** The key for other programs. The password is asked again, because whoever has the key is this person. */
export async function fetchApiKey(password: string): Promise<string> {
  return (await request<{ api_key: string }>('POST', '/fetch_api_key', { password })).api_key
}

export async function createInviteLink(roleAs: number, expiresInMinutes: number | null, channelIds: number[]): Promise<string> {
  const { invite_link } = await request<{ invite_link: string }>('POST', '/invites/multiuse', {
    invite_as: roleAs,
    invite_expires_in_minutes: expiresInMinutes,
    stream_ids: channelIds,
    include_realm_default_subscriptions: channelIds.length === 0,
  })
  return invite_link
}
