import type { MarkdownIt, StateInline } from 'markdown-it'
import { escapeCode } from '../escape.ts'
import { codeSpans } from './masked-source.ts'

/** `code`: spaces at its ends are kept. */
export function code(md: MarkdownIt): void {
  md.inline.ruler.push('code', codeSpan)
  md.inline.ruler.push('backslashes', backslashesBeforeCode)
  md.renderer.rules.code_span = (tokens, index) => `<code>${escapeCode(tokens[index]!.content)}</code>`
}

function codeSpan(state: StateInline, silent: boolean): boolean {
  const span = state.src[state.pos] === '`' ? codeSpans(state).get(state.pos) : undefined
  if (!span) return false
  if (!silent) state.push('code_span', 'code', 0).content = state.src.slice(span.codeStart, span.codeEnd)
  state.pos = span.end
  return true
}

/** Backslashes escape each other before a backtick, and nowhere else. */
function backslashesBeforeCode(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\\' || state.src[state.pos - 1] === '\\') return false
  let end = state.pos
  while (state.src[end] === '\\') end += 1
  const count = end - state.pos
  if (state.src[end] !== '`' || count % 2 === 1) return false
  if (!silent) state.push('text', '', 0).content = '\\'.repeat(count / 2)
  state.pos = end
  return true
}
