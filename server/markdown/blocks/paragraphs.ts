import { partAt } from './fences.ts'
import type { BlockForm } from './parsing.ts'
import { addBlock, lastChild } from './tree.ts'

/** Whatever no other form took. */
export const paragraphs: BlockForm = (parsing, parent, chunks) => {
  const chunk = chunks.pop()!
  if (chunk.trim() === '') return true
  const part = partAt(chunk)
  if (part !== undefined) {
    addBlock(parent, 'part', { part })
  } else if (!parsing.isIn('list')) {
    addBlock(parent, 'paragraph', { text: chunk.trimStart() })
  } else {
    const sibling = lastChild(parent)
    if (sibling) sibling.tail += `\n${chunk}`
    else parent.text = parent.text ? `${parent.text}\n${chunk}` : chunk.trimStart()
  }
  return true
}
