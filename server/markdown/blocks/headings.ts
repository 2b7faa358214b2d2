import { withoutIndentation } from './indentation.ts'
import type { BlockForm } from './parsing.ts'
import { addBlock } from './tree.ts'

const marker = /(?:^|\n)(#{1,6})\s/g

interface Heading {
  readonly start: number
  readonly end: number
  readonly level: number
  readonly text: string
}

/** `# Title`, on any line of a chunk: what comes before and after it are chunks of their own. */
export const headings: BlockForm = (parsing, parent, chunks) => {
  const chunk = chunks.at(-1)!
  const heading = findHeading(chunk)
  if (!heading) return false
  chunks.pop()

  if (heading.start > 0) parsing.parseChunks(parent, [chunk.slice(0, heading.start)])
  addBlock(parent, 'heading', { level: heading.level, text: heading.text })
  const rest = chunk.slice(heading.end)
  if (rest) chunks.push(parsing.isIn('loose list') ? withoutIndentation(rest) : rest)
  return true
}

function findHeading(chunk: string): Heading | undefined {
  if (!chunk.includes('#')) return undefined
  for (const match of chunk.matchAll(marker)) {
    const textStart = match.index + match[0].length
    const newline = chunk.indexOf('\n', textStart)
    const line = chunk.slice(textStart, newline < 0 ? undefined : newline)
    if (endsInBackslash(line)) continue
    const end = newline < 0 ? chunk.length : newline + 1
    return { start: match.index, end, level: match[1]!.length, text: withoutClosingMarks(line).trim() }
  }
  return undefined
}

/** An odd number of backslashes would escape the end of the line. */
const endsInBackslash = (line: string): boolean => backslashesBefore(line, line.length) % 2 === 1

function withoutClosingMarks(line: string): string {
  let end = line.length
  while (line[end - 1] === '#') end -= 1
  return end < line.length && backslashesBefore(line, end) % 2 === 1 ? line.slice(0, end + 1) : line.slice(0, end)
}

function backslashesBefore(text: string, end: number): number {
  let start = end
  while (text[start - 1] === '\\') start -= 1
  return end - start
}
