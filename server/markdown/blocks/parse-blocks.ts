import { blankLines } from './blank-lines.ts'
import { type FencedPart, takeFences } from './fences.ts'
import { separateHangingLists } from './hanging-lists.ts'
import { headings } from './headings.ts'
import { indentedCode } from './indented-code.ts'
import { listContinuations } from './list-continuations.ts'
import { bulletLists, orderedLists } from './lists.ts'
import { paragraphs } from './paragraphs.ts'
import { type BlockForm, Parsing } from './parsing.ts'
import { quotations } from './quotations.ts'
import { rules } from './rules.ts'
import { tables } from './tables.ts'
import { type Block, newBlock } from './tree.ts'
import { normaliseWhiteSpace } from './white-space.ts'

/** In the order in which a chunk is offered to them. */
const forms: readonly BlockForm[] = [
  blankLines,
  listContinuations,
  indentedCode,
  headings,
  tables,
  rules,
  orderedLists,
  bulletLists,
  quotations,
  paragraphs,
]

/** A message's blocks, and the parts that fences took out of its text. */
export function parseBlocks(source: string, defaultLanguage: string | undefined): { root: Block; parts: readonly FencedPart[] } {
  if (source.trim() === '') return { root: newBlock('root'), parts: [] }
  const { text, parts } = takeFences(normaliseWhiteSpace(separateHangingLists(source)), defaultLanguage)
  const root = newBlock('root')
  new Parsing(forms).parseText(root, `${text}\n\n`) // so that no chunk ends in a newline
  return { root, parts }
}
