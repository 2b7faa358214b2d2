import type { MarkdownIt, StateInline } from 'markdown-it'
import { escapeText } from '../escape.ts'
import { maskedSource } from './masked-source.ts'
import { parseTime } from './parse-time.ts'

const time = /<time:([^>]*)>/y

/** `<time:2024-03-07T23:00:00+01:00>`: every reader sees it in their own zone. */
export function times(md: MarkdownIt): void {
  md.inline.ruler.push('time', (state: StateInline, silent: boolean) => {
    const source = maskedSource(state)
    if (!source.startsWith('<time:', state.pos)) return false
    time.lastIndex = state.pos
    const match = time.exec(source)
    if (!match) return false
    if (!silent) state.push('time', '', 0).content = state.src.slice(state.pos + '<time:'.length, time.lastIndex - 1)
    state.pos = time.lastIndex
    return true
  })
  md.renderer.rules.time = (tokens, index) => {
    const written = tokens[index]!.content
    const instant = parseTime(written)
    return instant
      ? `<time datetime="${instant}">${escapeText(written)}</time>`
      : `<span class="timestamp-error">Invalid time format: ${escapeText(written)}</span>`
  }
}
