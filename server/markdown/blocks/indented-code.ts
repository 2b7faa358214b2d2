import type { BlockForm } from './parsing.ts'
import { addBlock, lastChild } from './tree.ts'

const indentation = '    '

/** Lines indented by four spaces; chunks of them that follow each other are one block. */
export const indentedCode: BlockForm = (_parsing, parent, chunks) => {
  if (!chunks.at(-1)!.startsWith(indentation)) return false
  const lines = chunks.pop()!.split('\n')
  const end = lines.findIndex((line) => !line.startsWith(indentation) && line.trim() !== '')
  const codeLines = end < 0 ? lines : lines.slice(0, end)
  const code = `${codeLines
    .map((line) => line.slice(indentation.length))
    .join('\n')
    .trimEnd()}\n`

  const previous = lastChild(parent)
  if (previous?.kind === 'code') previous.text += `\n${code}`
  else addBlock(parent, 'code', { text: code })
  if (end >= 0) chunks.push(lines.slice(end).join('\n'))
  return true
}
