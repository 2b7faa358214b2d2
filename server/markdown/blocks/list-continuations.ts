import { listIndentation, withoutIndentation } from './indentation.ts'
import type { BlockForm, Parsing } from './parsing.ts'
import { addBlock, type Block, isList, lastChild, newBlock } from './tree.ts'

/** An indented chunk after a blank line, or a deeper part of a tight list: goes to the item at its level. */
export const listContinuations: BlockForm = (parsing, parent, chunks) => {
  if (!chunks.at(-1)!.startsWith(listIndentation) || parsing.isIn('detabbed')) return false
  if (parent.kind !== 'item' && !isList(lastChild(parent))) return false

  const { level, at } = blockAtLevel(parsing, parent, chunks.at(-1)!)
  const chunk = withoutIndentation(chunks.pop()!, level)
  parsing.within('detabbed', () => {
    const item = lastChild(at)
    if (parent.kind === 'item') {
      parsing.parseChunks(isList(lastChild(parent)) ? lastChild(parent)! : parent, [chunk])
    } else if (at.kind === 'item') {
      parsing.parseChunks(at, [chunk])
    } else if (item?.kind === 'item') {
      if (item.text) {
        item.children.unshift(newBlock('paragraph', { text: item.text }))
        item.text = ''
      }
      parsing.parseText(item, chunk)
    } else {
      parsing.parseChunks(addBlock(at, 'item'), [chunk])
    }
  })
  return true
}

function blockAtLevel(parsing: Parsing, parent: Block, chunk: string): { level: number; at: Block } {
  const wanted = Math.floor(/^ */.exec(chunk)![0].length / listIndentation.length)
  let level = parsing.isIn('list') ? 1 : 0
  let at = parent
  while (wanted > level) {
    const child: Block | undefined = lastChild(at)
    if (!child || (!isList(child) && child.kind !== 'item')) break
    if (child.kind !== 'item') level += 1
    at = child
  }
  return { level, at }
}
