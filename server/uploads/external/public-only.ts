import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

/** Whom we may connect to on somebody else's behalf. */
export type MayConnect = (address: string, port: number) => boolean

/** What anybody reaches over the internet: not this computer, not its network, not a cloud's own services. */
export const isPublicAddress: MayConnect = (address, port) =>
  (port === 80 || port === 443) && ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

/** The address that somebody named is not open to them. */
class AddressRefused extends Error {
  constructor(host: string) {
    super(`${host} is not an address on the internet`)
    this.name = 'AddressRefused'
  }
}

/**
 * Connects only where `mayConnect` says so. The decision is about the very address that is connected to, after its name was
 * looked up: a name cannot point elsewhere in between.
 */
export function guardedAgent(mayConnect: MayConnect, patience: number): Agent {
  return new Agent({
    connect(options, callback) {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
      const host = options.hostname.replace(/^\[|\]$/g, '')
      if (ipaddr.isValid(host) && !mayConnect(host, port)) return callback(new AddressRefused(host), null)
      buildConnector({ timeout: patience, lookup: guardedLookup(mayConnect, port) })(options, callback)
    },
    headersTimeout: patience,
    bodyTimeout: patience,
    connections: 4,
  })
}

const guardedLookup =
  (mayConnect: MayConnect, port: number): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const open = addresses.filter(({ address }) => mayConnect(address, port))
      if (open.length === 0) return callback(new AddressRefused(hostname), [])
      if (options.all) callback(null, open)
      else callback(null, open[0]!.address, open[0]!.family)
    })
