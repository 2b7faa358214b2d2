import type { BlockForm } from './parsing.ts'
import { lastChild } from './tree.ts'

/** Blank lines end a chunk and are gone, except between lines of indented code, where they are kept. */
export const blankLines: BlockForm = (_parsing, parent, chunks) => {
  const chunk = chunks.at(-1)!
  if (chunk !== '' && !chunk.startsWith('\n')) return false
  chunks.pop()
  if (chunk.length > 1) chunks.push(chunk.slice(1))

  const previous = lastChild(parent)
  if (previous?.kind === 'code') previous.text += chunk === '' ? '\n\n' : '\n'
  return true
}
