import { inlineNodes } from './inline.tsx'
import { parseHtml } from './parse.ts'

/** What a channel is for, on one line: a description has no blocks. */
export function ChannelDescription({ html }: { html: string }) {
  const root = parseHtml(html)
  return inlineNodes(root.querySelector('p') ?? root)
}
