/*
 * Chromium knows nothing of `app://settings/`: in the page it is `https://settings.app.stand-in/`, which is a secure
 * origin of its own, as a scheme registered as standard and secure is. The program under test only sees its own form.
 */
const suffix = '.stand-in'

export function toPage(address: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)(.*)$/i.exec(address) ?? []
  if (!scheme || ['http', 'https', 'file', 'ws', 'wss', 'chrome'].includes(scheme)) return address
  return `https://${host}.${scheme}${suffix}${rest || '/'}`
}

export function fromPage(address: string): string {
  const [, host, scheme, rest] = /^https:\/\/([^/?#]*)\.([a-z\d+-]+)\.stand-in(.*)$/i.exec(address) ?? []
  return scheme ? `${scheme}://${host}${rest}` : address
}

export const isOurScheme = (pageAddress: string): boolean => fromPage(pageAddress) !== pageAddress
