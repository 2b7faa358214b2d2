import type { RequestFacts } from '../api/route.ts'

const longest = 30

/** Programs in which whoever sends a message has seen it. Zulip decides so where `read_by_sender` is not given. */
const humanClients = new Set([
  'website',
  'zulipmobile',
  'zulipflutter',
  'zulipelectron',
  'zulipdesktop',
  'zulipterminal',
  'zulipandroid',
  'zulipios',
  'android',
  'ios',
  'snipe',
])

export const isHumanClient = (name: string): boolean =>
  humanClients.has(name.toLowerCase()) || name.toLowerCase().includes('desktop app')

/**
 * The program that asks, as messages name it: what it calls itself, or the name that its User-Agent begins with. Whatever runs
 * in a browser's session is the web page, unless it is one of Zulip's own programs.
 */
export function clientNameOf(
  given: string | undefined,
  { userAgent, signIn }: Pick<RequestFacts, 'userAgent' | 'signIn'>,
): string {
  if (given) return given.slice(0, longest)
  const [named = ''] = /^[^/ ]*[^0-9/(]*/.exec(userAgent) ?? []
  const name = named.trim().slice(0, longest)
  if (signIn === 'session' && !name.startsWith('Zulip')) return 'website'
  return name || 'Unspecified'
}
