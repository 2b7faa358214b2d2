import domains from 'tlds' with { type: 'json' }

/** File names are taken for addresses too often with these. */
const fileEndings = new Set(['java', 'md', 'mov', 'py', 'zip'])
const topLevelDomains = new Set(domains.filter((name) => !fileEndings.has(name)))

export interface Span {
  readonly start: number
  readonly end: number
}

const token = /\S+/g
const startsWithScheme = /https?:\/\//y
const domainCharacters = /[\p{L}\p{N}_.:@-]+/uy
const hostCharacters = /[\p{L}\p{N}_.-]+/uy
const mail = /[\p{L}\p{N}_.-]+@[\p{L}\p{N}_.-]+\.[\p{L}\p{N}_]+/uy
const punctuation = new Set('!:;?),.\'">')
const deepestParentheses = 7

/**
 * Web and mail addresses in running text: with `http://` any, without only those that end in a top-level domain. An address
 * begins after white space or an opening mark; punctuation at its end is not part of it.
 */
export function findWebAddresses(source: string): Span[] {
  const found: Span[] = []
  for (const match of source.includes('.') || source.includes('://') ? source.matchAll(token) : []) {
    const word = match[0]
    if (word.includes('.') || word.includes('://')) findInWord(source, match.index, match.index + word.length, found)
  }
  return found
}

function findInWord(source: string, start: number, end: number, found: Span[]): void {
  let contentEnd = end
  while (contentEnd > start && punctuation.has(source[contentEnd - 1]!)) contentEnd -= 1
  for (let position = start; position < contentEnd; position += 1) {
    if (position > start && !`'"(,:<`.includes(source[position - 1]!)) continue
    const addressEnd = endOfAddress(source, position, contentEnd, end)
    if (addressEnd === undefined) continue
    found.push({ start: position, end: addressEnd })
    position = addressEnd - 1
  }
}

/** `contentEnd` is where the word's closing punctuation begins: an address must reach it, and no further than it has to. */
function endOfAddress(source: string, start: number, contentEnd: number, wordEnd: number): number | undefined {
  startsWithScheme.lastIndex = start
  if (startsWithScheme.test(source)) {
    const domainStart = startsWithScheme.lastIndex
    const domainEnd = Math.min(runEnd(domainCharacters, source, domainStart), wordEnd)
    if (domainEnd === domainStart) return undefined
    if (source[domainEnd] === '/') return endOfPath(source, domainEnd, contentEnd, wordEnd)
    return domainEnd >= contentEnd ? Math.max(contentEnd, domainStart + 1) : undefined
  }
  return endOfBareAddress(source, start, contentEnd, wordEnd) ?? endOfMailAddress(source, start, contentEnd)
}

function endOfBareAddress(source: string, start: number, contentEnd: number, wordEnd: number): number | undefined {
  let end = runEnd(hostCharacters, source, start)
  if (source[end] !== '/') {
    if (end < contentEnd) return undefined
    end = contentEnd
  }
  const labels = source.slice(start, end).split('.')
  if (labels.length < 2 || labels.includes('') || !topLevelDomains.has(labels.at(-1)!)) return undefined
  return source[end] === '/' ? endOfPath(source, end, contentEnd, wordEnd) : end
}

function endOfMailAddress(source: string, start: number, contentEnd: number): number | undefined {
  mail.lastIndex = start
  const match = mail.test(source) ? mail.lastIndex : -1
  return match >= contentEnd ? contentEnd : undefined
}

/** A path goes on to the end of the word; in it parentheses come in pairs, and there are no quotation marks. */
function endOfPath(source: string, start: number, contentEnd: number, wordEnd: number): number | undefined {
  let depth = 0
  for (let position = start + 1; position <= wordEnd; position += 1) {
    if (position >= contentEnd && depth === 0) return position
    const character = source[position]
    if (character === '"') return undefined
    if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    if (depth < 0 || depth > deepestParentheses) return undefined
  }
  return undefined
}

function runEnd(characters: RegExp, source: string, start: number): number {
  characters.lastIndex = start
  return characters.test(source) ? characters.lastIndex : start
}
