import type { MarkdownIt, StateInline } from 'markdown-it'
import type { Linkifier } from '../context.ts'
import type { Environment } from '../environment.ts'
import { escapeText } from '../escape.ts'
import type { LinkifierMatch } from './linkifiers.ts'
import { mask, maskedSource } from './masked-source.ts'
import { relativeUrl, safeUrl } from './urls.ts'
import { findWebAddresses, type Span } from './web-addresses.ts'

type Link = Span & { readonly url: string }
export type FindMatches = (linkifier: Linkifier, source: string, most: number) => readonly LinkifierMatch[]

interface Found {
  readonly links: readonly Link[]
  next: number
}

const cache = new WeakMap<StateInline, Found>()

/** Links that no mark begins: addresses, and what the organization's linkifiers find. They are looked for once in each text. */
export function unmarkedLinks(findMatches?: FindMatches) {
  return (md: MarkdownIt): void => {
    // before plain text, which asks where the next link begins
    md.inline.ruler.before('text', 'unmarked link', (state, silent) => {
      const links = found(state, findMatches)
      const link = links.links[links.next]
      if (silent || link?.start !== state.pos) return false
      pushLink(state, link)
      state.pos = link.end
      return true
    })
    md.renderer.rules.written = (tokens, index) => escapeText(tokens[index]!.content)
  }
}

/** Where the next one begins: plain text ends there. */
export function nextUnmarkedLink(state: StateInline): number | undefined {
  const links = cache.get(state)
  if (!links) return undefined
  while (links.next < links.links.length && links.links[links.next]!.start < state.pos) links.next += 1
  return links.links[links.next]?.start
}

function found(state: StateInline, findMatches: FindMatches | undefined): Found {
  let links = cache.get(state)
  if (!links) {
    const env = state.env as unknown as Environment
    links = { links: env.inLink ? [] : findAll(state, env, findMatches), next: 0 }
    cache.set(state, links)
  }
  nextUnmarkedLink(state)
  return links
}

function findAll(state: StateInline, env: Environment, findMatches: FindMatches | undefined): Link[] {
  const source = maskedSource(state)
  const links: Link[] = findWebAddresses(source).map((span) => ({ ...span, url: state.src.slice(span.start, span.end) }))
  const matched = findMatches && env.context.linkifiers ? linkified(blankOutAll(source, links), env, findMatches) : []
  return [...links, ...matched].sort((one, other) => one.start - other.start)
}

/** Linkifiers in the organization's order: what one has taken, a later one does not see. */
function linkified(source: string, { context, budget }: Environment, findMatches: FindMatches): Link[] {
  const links: Link[] = []
  let rest = source
  for (const linkifier of context.linkifiers ?? []) {
    budget.linkifierCharacters -= rest.length
    if (budget.linkifierCharacters < 0) break
    const matches = findMatches(linkifier, rest, budget.linkifierMatches).filter(({ url }) => safeUrl(url) !== undefined)
    rest = blankOutAll(rest, matches)
    budget.linkifierMatches -= matches.length
    links.push(...matches)
  }
  return links
}

/** The text with these spans, which follow each other, blanked out. */
function blankOutAll(source: string, spans: readonly Span[]): string {
  let text = ''
  let end = 0
  for (const span of spans) {
    text += source.slice(end, span.start) + mask.repeat(span.end - span.start)
    end = span.end
  }
  return text + source.slice(end)
}

function pushLink(state: StateInline, link: Link): void {
  const text = state.src.slice(link.start, link.end)
  const url = safeUrl(link.url)
  if (url === undefined) {
    state.push('written', '', 0).content = text
    return
  }
  state.push('link_open', 'a', 1).attrSet('href', relativeUrl((state.env as unknown as Environment).context, url))
  state.push('text', '', 0).content = text
  state.push('link_close', 'a', -1)
}
