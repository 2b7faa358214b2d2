import type { MarkdownIt, StateInline } from 'markdown-it'

const reference = /&(?:#\d+|#x[\da-f]+|[\da-z]+);/iy

/** `&copy;`: passed on as it is, for the browser to read. */
export function entities(md: MarkdownIt): void {
  md.inline.ruler.push('entity', (state: StateInline, silent: boolean) => {
    if (state.src[state.pos] !== '&') return false
    reference.lastIndex = state.pos
    const match = reference.exec(state.src)
    if (!match) return false
    if (!silent) state.push('entity', '', 0).content = match[0]
    state.pos = reference.lastIndex
    return true
  })
  md.renderer.rules.entity = (tokens, index) => tokens[index]!.content
}
