const longest = 30

/** Programs in which whoever sends a message has seen it. Zulip decides so where `read_by_sender` is not given. */
const humanClients = /^(website|ZulipMobile|ZulipFlutter|ZulipElectron|ZulipTerminal|ZulipAndroid|ZulipiOS|snipe|test suite)/i

export const isHumanClient = (name: string): boolean => humanClients.test(name)

/** The program that asks: as it names itself, or by its User-Agent. */
export function clientNameOf(given: string | undefined, userAgent: string): string {
  if (given) return given.slice(0, longest)
  if (/^Mozilla\//.test(userAgent)) return 'website'
  return /^[^/\s]+/.exec(userAgent)?.[0].slice(0, longest) ?? 'Unspecified'
}
