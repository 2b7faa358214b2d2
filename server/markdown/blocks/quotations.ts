import type { BlockForm } from './parsing.ts'
import { addBlock } from './tree.ts'

const marked = /^ {0,3}> ?/
const quotesNothing = /^(?: {0,3}>)?\s*$/

/**
 * Lines after `>`, and all that follow them up to a blank line. Lines of `>` alone quote nothing: at the end of a chunk they
 * are text. A blank line ends a quotation, even if another one follows.
 */
export const quotations: BlockForm = (parsing, parent, chunks) => {
  if (parsing.isDeep || !chunks.at(-1)!.includes('>')) return false
  const lines = chunks.at(-1)!.split('\n')
  const first = lines.findIndex((line) => marked.test(line))
  if (first < 0 || first > lines.findLastIndex((line) => !quotesNothing.test(line))) return false
  chunks.pop()

  if (first > 0) parsing.parseChunks(parent, [lines.slice(0, first).join('\n')])
  const text = lines.slice(first).map((line) => (line.trim() === '>' ? '' : line.replace(marked, '')))
  const quotation = addBlock(parent, 'quotation')
  parsing.within('quotation', () => parsing.parseText(quotation, text.join('\n')))
  return true
}
