import { type ApiError, badRequest } from '../../api/error.ts'
import { groupsIn } from '../../markdown/inline/linkifiers.ts'
import { safeUrl } from '../../markdown/inline/urls.ts'
import { variablesIn } from '../../markdown/url-template.ts'

export interface NewLinkifier {
  readonly pattern: string
  /** RFC 6570, with a variable for each named group of the pattern. */
  readonly urlTemplate: string
}

/** Few are longer than fifty characters; reading one takes time that grows with it. */
const longest = 2000

/**
 * A linkifier as it is kept.
 * @throws ApiError with Zulip's reason, and with `errors` by the field that it is about
 */
export function checkLinkifier(given: NewLinkifier): NewLinkifier {
  const pattern = given.pattern.trim()
  const urlTemplate = given.urlTemplate.trim()
  if (pattern === '') throw linkifierRefused('pattern', 'This field cannot be blank.')
  if (urlTemplate === '') throw linkifierRefused('url_template', 'This field cannot be blank.')
  if (pattern.length > longest) throw linkifierRefused('pattern', `A pattern has at most ${longest} characters.`)
  if (urlTemplate.length > longest) throw linkifierRefused('url_template', `A URL template has at most ${longest} characters.`)
  checkNames(groupsOf(pattern), variablesOf(urlTemplate))
  return { pattern, urlTemplate }
}

export const linkifierRefused = (field: 'pattern' | 'url_template' | '__all__', reason: string): ApiError =>
  badRequest(reason, { errors: { [field]: [reason] } })

function groupsOf(pattern: string): ReadonlySet<string> {
  try {
    return new Set(groupsIn(pattern))
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '')
    throw linkifierRefused('pattern', `Bad regular expression: ${reason}`)
  }
}

function variablesOf(urlTemplate: string): ReadonlySet<string> {
  const variables = variablesIn(urlTemplate)
  if (!variables) throw linkifierRefused('url_template', 'Invalid URL template.')
  const beginning = urlTemplate.split('{', 1)[0]!
  if (beginning !== '' && safeUrl(`${beginning}x`) === undefined) {
    throw linkifierRefused(
      'url_template',
      'Messages link to web addresses only: begin the URL template with https:// or http://.',
    )
  }
  return variables
}

/** @throws ApiError for the first name, in the order of the alphabet, that only one of the two has */
function checkNames(groups: ReadonlySet<string>, variables: ReadonlySet<string>): void {
  const [unknown] = [...variables].filter((name) => !groups.has(name)).sort()
  if (unknown !== undefined) {
    throw linkifierRefused('__all__', `Group '${unknown}' in URL template is not present in linkifier pattern.`)
  }
  const [unused] = [...groups].filter((name) => !variables.has(name)).sort()
  if (unused !== undefined) {
    throw linkifierRefused('__all__', `Group '${unused}' in linkifier pattern is not present in URL template.`)
  }
}
