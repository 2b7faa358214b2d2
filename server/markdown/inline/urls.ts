import type { MarkdownContext } from '../context.ts'

const schemes = new Set(['http', 'https', 'mailto'])
const withScheme = /^([a-z][a-z\d+.-]*):(.*)$/is
/** A question mark that asks nothing, and a number sign that names nothing. */
const emptyQuery = /^([^?#]*)\?(?=#|$)/
const emptyFragment = /^([^#]*)#$/
const characterReference = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|colon|sol|bsol|num|commat|newline|tab|nbsp));/gi
const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", colon: ':', sol: '/', bsol: '\\', num: '#', commat: '@' },
  ...{ newline: '\n', tab: '\t', nbsp: '\u00a0' },
}

/**
 * Where a link leads, or undefined for one that we do not make: web addresses, mail and our own pages only. An address without
 * a scheme is one of the web, with an `@` one of mail.
 */
export function safeUrl(written: string): string | undefined {
  const url = withoutReferences(written)
    .replace(/^[\0-\u0020]+/, '')
    .replace(/[\t\r\n]/g, '')
    .replaceAll(' ', '%20')
    .replace(emptyFragment, '$1')
    .replace(emptyQuery, '$1')
  if (url === '') return undefined
  if (url.startsWith('/') && !/^\/[/\\]/.test(url)) return url.replaceAll('\\', '%5C')
  if (url.startsWith('#')) return url.length > 1 ? url : undefined
  const [, scheme, rest] = withScheme.exec(url) ?? []
  if (scheme === undefined) return url.split(/[?#]/, 1)[0]!.includes('@') ? `mailto:${url}` : webAddress('http', `//${url}`)
  if (!schemes.has(scheme.toLowerCase())) return undefined
  return webAddress(scheme.toLowerCase(), rest!)
}

/** Brackets in a host enclose an IPv6 address, or the address is none. */
function webAddress(scheme: string, rest: string): string | undefined {
  const host = rest.startsWith('//') ? rest.slice(2).split(/[/?#]/, 1)[0]! : ''
  return host.includes('[') === host.includes(']') ? `${scheme}:${rest}` : undefined
}

/** A browser reads references in an attribute: a scheme may hide in them. */
const withoutReferences = (text: string): string =>
  text.replace(characterReference, (all, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name) return named[name.toLowerCase()]!
    const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal!, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : all
  })

/** Links to our own conversations and uploads work from wherever a reader reaches us. */
export function relativeUrl({ realmUrl }: Pick<MarkdownContext, 'realmUrl'>, url: string): string {
  const prefix = `${realmUrl}/`
  return url.startsWith(`${prefix}#`) || url.startsWith(`${prefix}user_uploads/`) ? url.slice(prefix.length) : url
}

/** The path below `/user_uploads/` of a link to one of our uploads. */
export function uploadPath({ realmUrl }: Pick<MarkdownContext, 'realmUrl'>, url: string): string | undefined {
  const path = url.startsWith(`${realmUrl}/`) ? url.slice(realmUrl.length) : url
  const match = /^\/?user_uploads\/([^?#]+)/.exec(path)
  return match?.[1]
}
