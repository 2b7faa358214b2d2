import type { StateInline } from 'markdown-it'

/** Stands for each character of code in the masked source: no white space, no letter, no mark of any form. */
export const mask = '\u0002'

export interface CodeSpan {
  readonly start: number
  readonly end: number
  readonly codeStart: number
  readonly codeEnd: number
}

interface Masked {
  readonly spans: ReadonlyMap<number, CodeSpan>
  readonly source: string
}

const cache = new WeakMap<StateInline, Masked>()

/** The text with its code spans blanked out: code binds tighter than every other form, so none may begin or end in it. */
export const maskedSource = (state: StateInline): string => masked(state).source

/** Code spans by where they begin. */
export const codeSpans = (state: StateInline): ReadonlyMap<number, CodeSpan> => masked(state).spans

const none: ReadonlyMap<number, CodeSpan> = new Map()

function masked(state: StateInline): Masked {
  const known = cache.get(state)
  if (known) return known
  const result = state.src.includes('`') ? maskCode(state.src) : { source: state.src, spans: none }
  cache.set(state, result)
  return result
}

function maskCode(source: string): Masked {
  const spans = new Map<number, CodeSpan>()
  let text = ''
  let end = 0
  for (const span of findCodeSpans(source)) {
    spans.set(span.start, span)
    text += source.slice(end, span.start) + mask.repeat(span.end - span.start)
    end = span.end
  }
  return { spans, source: text + source.slice(end) }
}

/**
 * A run of backticks opens code that the next run of the same length closes. Where there is none, fewer of them may open it.
 * An odd number of backslashes before it makes its first backtick text.
 */
function findCodeSpans(source: string): CodeSpan[] {
  const runs = Array.from(source.matchAll(/`+/g), (match) => ({ start: match.index, length: match[0].length }))
  const runsOfLength = new Map<number, { starts: number[]; next: number }>()
  for (const { start, length } of runs) {
    const known = runsOfLength.get(length)
    if (known) known.starts.push(start)
    else runsOfLength.set(length, { starts: [start], next: 0 })
  }
  const spans: CodeSpan[] = []
  let free = 0
  for (const run of runs) {
    if (run.start < free) continue
    const start = isEscaped(source, run.start) ? run.start + 1 : run.start
    for (let length = run.start + run.length - start; length > 0; length -= 1) {
      const closing = runsOfLength.get(length)
      while (closing && closing.starts[closing.next]! <= run.start) closing.next += 1
      const codeEnd = closing?.starts[closing.next]
      if (codeEnd === undefined) continue
      free = codeEnd + length
      spans.push({ start, end: free, codeStart: start + length, codeEnd })
      break
    }
  }
  return spans
}

function isEscaped(source: string, position: number): boolean {
  let start = position
  while (source[start - 1] === '\\') start -= 1
  return (position - start) % 2 === 1
}

const word = /[\p{L}\p{N}_]/u

export const isWordCharacter = (text: string, index: number): boolean => {
  const character = text[index]
  if (character === undefined) return false
  return character < '\u0080' ? /\w/.test(character) : word.test(character)
}
