import { listIndentation } from './indentation.ts'
import type { BlockForm, Parsing } from './parsing.ts'
import { addBlock, type Block, isList, lastChild, newBlock } from './tree.ts'

interface ListStyle {
  readonly kind: 'bullet list' | 'ordered list'
  /** An item at the level of the list: its marker and its text. */
  readonly item: RegExp
}

const bullets: ListStyle = { kind: 'bullet list', item: /^ ?([*+-]) +(.*)/s }
const numbers: ListStyle = { kind: 'ordered list', item: /^ ?(\d+)\. +(.*)/s }

/** An item one level deeper, in either style. */
const nestedItem = /^ {2,3}(?:\d+\.|[*+-]) +/

export const bulletLists: BlockForm = (parsing, parent, chunks) => list(bullets, parsing, parent, chunks)
export const orderedLists: BlockForm = (parsing, parent, chunks) => list(numbers, parsing, parent, chunks)

function list(style: ListStyle, parsing: Parsing, parent: Block, chunks: string[]): boolean {
  if (parsing.isDeep || !style.item.test(chunks.at(-1)!)) return false
  const { items, start } = itemsOf(style, chunks.pop()!)
  const previous = lastChild(parent)
  let block: Block
  if (previous?.kind === style.kind) {
    block = previous
    continueLoosely(parsing, block, items.shift()!)
  } else {
    block = isList(parent) ? parent : addBlock(parent, style.kind, { start })
  }
  parsing.within('list', () => {
    for (const item of items) {
      const nested = item.startsWith(listIndentation) ? lastChild(block) : undefined
      parsing.parseChunks(nested ?? addBlock(block, 'item'), [item])
    }
  })
  return true
}

function itemsOf(style: ListStyle, chunk: string): { items: string[]; start: string | undefined } {
  const items: string[][] = []
  let start: string | undefined
  for (const line of chunk.split('\n')) {
    const match = style.item.exec(line)
    const previous = items.at(-1)
    if (match) {
      start ??= match[1]
      items.push([match[2]!])
    } else if (nestedItem.test(line) && !previous![0]!.startsWith(listIndentation)) {
      items.push([line])
    } else {
      previous!.push(line)
    }
  }
  return { items: items.map((lines) => lines.join('\n')), start }
}

/** A blank line between items: their texts are paragraphs. */
function continueLoosely(parsing: Parsing, block: Block, firstItem: string): void {
  loosen(lastChild(block)!)
  const item = addBlock(block, 'item')
  parsing.within('loose list', () => parsing.parseChunks(item, [firstItem]))
}

/** Makes an item's own text a paragraph. */
function loosen(item: Block): void {
  if (item.text) {
    item.children.unshift(newBlock('paragraph', { text: item.text }))
    item.text = ''
  }
  const last = lastChild(item)
  if (last?.tail) {
    addBlock(item, 'paragraph', { text: last.tail.trimStart() })
    last.tail = ''
  }
}
