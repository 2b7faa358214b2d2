import type { MarkdownIt, StateInline } from 'markdown-it'
import { escapeText } from '../escape.ts'
import { nextUnmarkedLink } from './unmarked-links.ts'

const plain = /[^`\\*@$#<[!]+/y

/** Characters that begin no form, up to the next one that may, or to a link without marks. */
export function text(md: MarkdownIt): void {
  md.inline.ruler.at('text', plainText)
  md.renderer.rules.text = (tokens, index) => escapeText(tokens[index]!.content)
}

function plainText(state: StateInline, silent: boolean): boolean {
  plain.lastIndex = state.pos
  if (!plain.test(state.src)) return false
  const end = Math.min(plain.lastIndex, nextUnmarkedLink(state) ?? state.posMax)
  if (end === state.pos) return false
  if (!silent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}
