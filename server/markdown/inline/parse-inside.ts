import type { StateInline, Token } from 'markdown-it'

/** Parses the inside of a form as a text of its own. */
export function parseInside(state: StateInline, source: string): Token[] {
  const tokens: Token[] = []
  state.md.inline.parse(source, state.md, state.env, tokens)
  return tokens
}
