import { isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Settings } from './settings.ts'

/** The address to listen on. Loopback, until the owner opens Landline to the network. */
export const hostToListenOn = (settings: Pick<Settings, 'host' | 'openToNetwork'>): string =>
  settings.host ?? (settings.openToNetwork ? '0.0.0.0' : '127.0.0.1')

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host.replace('::ffff:', '')) && /^(::ffff:)?127\./.test(host))

export const urlOf = (host: string, port: number, scheme = 'http'): string =>
  `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}`

/** Every URL under which somebody reaches a server that listens on `host`, the one to hand out first. */
export function reachableUrls(host: string, port: number, publicUrl: string | null): string[] {
  const everywhere = host === '0.0.0.0' || host === '::'
  const lan = everywhere ? lanAddresses() : []
  const hosts = everywhere ? [...lan, '127.0.0.1'] : [host]
  const urls = hosts.map((one) => urlOf(one, port))
  return publicUrl ? [publicUrl.replace(/\/$/, ''), ...urls] : urls
}

/** IPv4 addresses of this computer on its networks; private ones first, because those are the team's. */
function lanAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const ipv4 = all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)
  const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)
  return [...ipv4.filter(isPrivate), ...ipv4.filter((address) => !isPrivate(address))]
}
