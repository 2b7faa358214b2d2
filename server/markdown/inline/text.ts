import type { MarkdownIt, StateInline } from 'markdown-it'
import { escapeText } from '../escape.ts'
import { nextUnmarkedLink } from './unmarked-links.ts'

const marks = new Set('`\\*@$#<[!')

/** Characters that begin no form, up to the next one that may, or to a link without marks. */
export function text(md: MarkdownIt): void {
  md.inline.ruler.at('text', plainText)
  md.renderer.rules.text = (tokens, index) => escapeText(tokens[index]!.content)
}

function plainText(state: StateInline, silent: boolean): boolean {
  const limit = nextUnmarkedLink(state) ?? state.posMax
  let end = state.pos
  while (end < limit && !marks.has(state.src[end]!)) end += 1
  if (end === state.pos) return false
  if (!silent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}
