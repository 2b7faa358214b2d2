import type { BlockForm } from './parsing.ts'
import { addBlock } from './tree.ts'

const rule = /^ {0,3}(?:(?:- {0,2}){3,}|(?:_ {0,2}){3,}|(?:\* {0,2}){3,}) *$/m

/** `---`, `***` or `___` on a line: what comes before and after it are chunks of their own. */
export const rules: BlockForm = (parsing, parent, chunks) => {
  const chunk = chunks.at(-1)!
  const match = rule.exec(chunk)
  if (!match) return false
  chunks.pop()

  const before = chunk.slice(0, match.index).replace(/\n+$/, '')
  if (before) parsing.parseChunks(parent, [before])
  addBlock(parent, 'rule')
  const after = chunk.slice(match.index + match[0].length).replace(/^\n+/, '')
  if (after) chunks.push(after)
  return true
}
