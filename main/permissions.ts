import { session } from 'electron'
import { isSameOrigin, isSettingsUrl } from './addresses.ts'
import { isUpload } from './guards.ts'

const forChat = ['notifications', 'clipboard-sanitized-write', 'fullscreen']
const forSettings = ['clipboard-sanitized-write']

/**
 * Denies every permission but the few that our own pages use, to everybody else all of them, and saves nothing to disk
 * but what somebody sent in the chat. `chatUrl` answers where the chat is served, once it is.
 */
export function guardSession(chatUrl: () => string | undefined): void {
  const { defaultSession } = session
  const mayHave = (permission: string, address: string): boolean =>
    isSettingsUrl(address) ? forSettings.includes(permission) : isSameOrigin(address, chatUrl()) && forChat.includes(permission)

  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(mayHave(permission, requestingUrl)),
  )
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin))
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event, item) => {
    if (!isSameOrigin(item.getURL(), chatUrl()) || !isUpload(item.getURL())) event.preventDefault()
  })
}
