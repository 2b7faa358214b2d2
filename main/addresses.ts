/** Where the settings window's packaged files live: a scheme of our own, since `file://` pages may read other files. */
export const settingsUrl = 'app://settings/'

/** Whether this address belongs to the settings window. `URL.origin` is of no use: Node says 'null' for our scheme. */
export function isSettingsUrl(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'app:' && url.host === 'settings'
}

/** Whether both addresses are web pages of one origin. */
export function isSameOrigin(address: string, home: string | undefined): boolean {
  const url = URL.parse(address)
  return home !== undefined && url !== null && /^https?:$/.test(url.protocol) && url.origin === URL.parse(home)?.origin
}
