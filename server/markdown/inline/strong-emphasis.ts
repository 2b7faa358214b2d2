import type { MarkdownIt, StateInline } from 'markdown-it'
import { maskedSource } from './masked-source.ts'
import { parseInside } from './parse-inside.ts'

const both = /\*\*\*(?!\s)([^*^\n]+)(?<!\s)\*\*\*/y

/** `***both***`: binds before mentions and links do, unlike either alone. */
export function strongEmphasis(md: MarkdownIt): void {
  md.inline.ruler.push('strong emphasis', (state: StateInline, silent: boolean) => {
    const source = maskedSource(state)
    if (!source.startsWith('***', state.pos)) return false
    both.lastIndex = state.pos
    const match = both.exec(source)
    if (!match) return false
    if (!silent) {
      state.push('strong_open', 'strong', 1)
      state.push('em_open', 'em', 1)
      state.tokens.push(...parseInside(state, state.src.slice(state.pos + 3, both.lastIndex - 3)))
      state.push('em_close', 'em', -1)
      state.push('strong_close', 'strong', -1)
    }
    state.pos += match[0].length
    return true
  })
}
