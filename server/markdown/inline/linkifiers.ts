import { RE2JS } from 're2js'
import { parseTemplate } from 'url-template'
import type { Linkifier } from '../context.ts'
import type { Span } from './web-addresses.ts'

export interface LinkifierMatch extends Span {
  readonly url: string
  readonly text: string
}

interface Compiled {
  readonly pattern: RE2JS
  readonly groups: readonly string[]
  readonly template: ReturnType<typeof parseTemplate>
}

/** Few organizations have more than a hundred; compiled ones are kept as long as their text does not change. */
const compiled = new Map<string, Compiled | undefined>()
const mostCompiled = 500

/** Instructions of a compiled pattern: each character of a message may cost a step in each. Counted repetitions multiply. */
const largestProgram = 1000

/**
 * An organization's pattern, compiled for an engine that takes linear time whatever the pattern: nobody can write one that
 * holds up the server. It matches whole words: after white space or an opening mark, and not before a letter or digit.
 */
function compile({ pattern, urlTemplate }: Linkifier): Compiled | undefined {
  const key = JSON.stringify([pattern, urlTemplate])
  if (!compiled.has(key)) {
    if (compiled.size >= mostCompiled) compiled.clear()
    compiled.set(key, compileAnew(pattern, urlTemplate))
  }
  return compiled.get(key)
}

function compileAnew(pattern: string, urlTemplate: string): Compiled | undefined {
  try {
    const whole = withinLimits(wholeWord(pattern))
    return { pattern: whole, groups: Object.keys(whole.namedGroups()), template: parseTemplate(urlTemplate) }
  } catch {
    return undefined // settings refuse such a pattern; one that slipped in must not stop messages
  }
}

const wholeWord = (pattern: string): string => `(?:^|\\s|\\x{85}|\\pZ|['"(,:<])(${pattern})(?:$|[^\\pL\\pN])`

function withinLimits(pattern: string): RE2JS {
  const compiledPattern = RE2JS.compile(pattern)
  if (compiledPattern.programSize() > largestProgram) throw new Error('This pattern repeats too much: write shorter repetitions.')
  return compiledPattern
}

/** What a linkifier finds in a text, from left to right, up to `most`. */
export function findLinkifierMatches(linkifier: Linkifier, source: string, most: number): LinkifierMatch[] {
  const rule = compile(linkifier)
  if (!rule) return []
  const found: LinkifierMatch[] = []
  const matcher = rule.pattern.matcher(source)
  let position = 0
  while (found.length < most && position <= source.length && matcher.find(position)) {
    const text = matcher.group(1) ?? ''
    const end = matcher.end(1)
    if (text !== '') {
      const values = Object.fromEntries(rule.groups.map((name) => [name, matcher.group(name) ?? '']))
      found.push({ start: matcher.start(1), end, url: rule.template.expand(values), text })
    }
    position = Math.max(end, position + 1)
  }
  return found
}

/**
 * The names of a pattern's groups.
 * @throws Error that says what is wrong, where the engine cannot read the pattern or would take long for it
 */
export function groupsIn(pattern: string): readonly string[] {
  RE2JS.compile(pattern) // by itself: one that is broken may read well between the marks of a whole word
  return Object.keys(withinLimits(wholeWord(pattern)).namedGroups())
}
