import type { MarkdownIt, StateInline, Token } from 'markdown-it'
import type { Environment } from '../environment.ts'
import { parseInside } from './parse-inside.ts'

/** Stands for what is parsed already, in the text that the late forms see. */
export const placeholder = '\u0002'
/** The same for set math: Zulip takes it for text, and keeps spaces before it. */
const mathPlaceholder = '\u0003'
const anyPlaceholder = /[\u0002\u0003]/

/** A form found in a text: what it stands for, either finished tokens or a tag around more text. */
export interface Found {
  readonly start: number
  readonly end: number
  readonly tokens?: readonly Token[]
  readonly inside?: { readonly tag: string; readonly start: number; readonly end: number }
}

export interface LateForm {
  /** What a text must contain for a search to be worth while. */
  readonly sign: string | RegExp
  /** The form's occurrences from left to right, not overlapping. */
  find(text: string, state: StateInline): Iterable<Found>
}

interface Line {
  readonly text: string
  /** What each placeholder in `text` stands for, in order. */
  readonly parts: readonly (readonly Token[])[]
}

/**
 * Emphasis, emoji and line breaks, one after another over a whole text in which code, links and mentions are single
 * placeholders. Zulip decides by this order what nests in what; delimiters matched as in CommonMark would nest otherwise.
 */
export function lateForms(forms: readonly LateForm[]) {
  return (md: MarkdownIt): void => {
    md.inline.ruler2.push('late forms', (state: StateInline) => {
      if ((state.env as unknown as Environment).inLink) return
      const line = lineOf(state.tokens)
      if (!forms.some((form) => hasSign(form, line.text))) return
      const tokens = tokensOf(applyForms(line, forms, state), state)
      state.tokens.length = 0 // the array is the caller's
      for (const token of tokens) state.tokens.push(token)
    })
  }
}

const hasSign = ({ sign }: LateForm, text: string): boolean => (typeof sign === 'string' ? text.includes(sign) : sign.test(text))

/** Plain text as it is; everything else, with all that it encloses, as a placeholder. */
function lineOf(tokens: readonly Token[]): Line {
  let text = ''
  const parts: Token[][] = []
  let depth = 0
  for (const token of tokens) {
    if (depth === 0 && token.type === 'text') text += token.content
    else {
      if (depth === 0) {
        text += token.type === 'tex' ? mathPlaceholder : placeholder
        parts.push([])
      }
      parts.at(-1)!.push(token)
      depth += token.nesting
    }
  }
  return { text, parts }
}

function applyForms(line: Line, forms: readonly LateForm[], state: StateInline): Line {
  return forms.reduce(
    (rest, form, index) => (hasSign(form, rest.text) ? applyForm(rest, form, forms.slice(index + 1), state) : rest),
    line,
  )
}

function applyForm(line: Line, form: LateForm, laterForms: readonly LateForm[], state: StateInline): Line {
  const reader = new LineReader(line)
  for (const found of form.find(line.text, state)) {
    reader.copyTo(found.start)
    if (found.inside) {
      const { tag, start, end } = found.inside
      reader.skipTo(start)
      const inside = reader.take(end)
      const tokens = readAgain(tokensOf(applyForms(inside, laterForms, state), state), state)
      reader.add([new state.Token(`${tag}_open`, tag, 1), ...tokens, new state.Token(`${tag}_close`, tag, -1)])
    } else {
      reader.add(found.tokens!)
    }
    reader.skipTo(found.end)
  }
  return reader.rest()
}

/**
 * Zulip reads text in emphasis once more, as a text of its own, where it stands behind something else or in further emphasis: an
 * address may end at the mark then.
 */
function readAgain(tokens: readonly Token[], state: StateInline): Token[] {
  let depth = 0
  return tokens.flatMap((token, index) => {
    depth += token.nesting
    if (token.type !== 'text' || !/[.@#:$<[`]/.test(token.content)) return [token]
    const isRead = depth === 0 ? index > 0 : /^(?:strong|em|del)_open$/.test(tokens[index - 1]!.type)
    return isRead ? parseInside(state, token.content) : [token]
  })
}

/** Goes through a line once, copying text with its parts. */
class LineReader {
  readonly #line: Line
  #position = 0
  #part = 0
  #text = ''
  readonly #parts: (readonly Token[])[] = []

  constructor(line: Line) {
    this.#line = line
  }

  take(end: number): Line {
    const text = this.#line.text.slice(this.#position, end)
    const parts = this.#line.parts.slice(this.#part, this.#part + countPlaceholders(text))
    this.#position = end
    this.#part += parts.length
    return { text, parts }
  }

  copyTo(end: number): void {
    const { text, parts } = this.take(end)
    this.#text += text
    for (const part of parts) this.#parts.push(part)
  }

  skipTo(end: number): void {
    this.take(end)
  }

  add(tokens: readonly Token[]): void {
    this.#text += placeholder
    this.#parts.push(tokens)
  }

  rest(): Line {
    this.copyTo(this.#line.text.length)
    return { text: this.#text, parts: this.#parts }
  }
}

const countPlaceholders = (text: string): number => text.split(anyPlaceholder).length - 1

function tokensOf({ text, parts }: Line, state: StateInline): Token[] {
  return text.split(anyPlaceholder).flatMap((plain, index) => {
    const before = index > 0 ? parts[index - 1]! : []
    if (plain === '') return [...before]
    const token = new state.Token('text', '', 0)
    token.content = plain
    return [...before, token]
  })
}
