import type { BlockForm } from './parsing.ts'
import { type Alignment, addBlock } from './tree.ts'

const codeOrPipe = /\\\\|\\?`+|\\\||\|/g
/** A short row counts as wide as the header: a few thousand characters could otherwise make millions of cells. */
const mostCells = 6000
const lastPipe = /(?<!\\)(?:\\\\)*\|$/

/** A header row, a row of dashes that says how columns are aligned, and any number of rows, all as wide as the header. */
export const tables: BlockForm = (_parsing, parent, chunks) => {
  const chunk = chunks.at(-1)!
  if (!chunk.includes('|') || !chunk.includes('\n')) return false
  const lines = chunk.split('\n').map(trimSpaces)
  const header = lines[0]!
  const bordered = header.startsWith('|') || lastPipe.test(header)
  const names = cellsOf(header, bordered)
  if (lines.length * names.length > mostCells) return false
  if (names.length === 1 && !(bordered && lines.slice(1).every((line) => line.startsWith('|') || lastPipe.test(line))))
    return false
  const dashes = cellsOf(lines[1]!, bordered)
  if (dashes.length !== names.length || !/^[|:\- ]*$/.test(dashes.join(''))) return false
  chunks.pop()

  const rows = lines.slice(2).map((line) => cellsOf(line, bordered))
  const sameWidth = [names, ...rows].map((row) => names.map((_, column) => trimSpaces(row[column] ?? '')))
  addBlock(parent, 'table', { table: { alignments: dashes.map(alignmentOf), rows: sameWidth } })
  return true
}

const trimSpaces = (text: string): string => text.replace(/^ +/, '').replace(/ +$/, '')

function alignmentOf(dashes: string): Alignment {
  const text = trimSpaces(dashes)
  if (text.startsWith(':')) return text.endsWith(':') ? 'center' : 'left'
  return text.endsWith(':') ? 'right' : undefined
}

/** Splits a row at its pipes, except escaped ones and those in `code`. */
function cellsOf(line: string, bordered: boolean): string[] {
  const row = bordered ? line.replace(/^\|/, '').replace(lastPipe, '') : line
  const marks = Array.from(row.matchAll(codeOrPipe), (match) => ({ text: match[0], at: match.index }))
  const cells: string[] = []
  let start = 0
  for (let index = 0; index < marks.length; index += 1) {
    const { text, at } = marks[index]!
    if (text === '|') {
      cells.push(row.slice(start, at))
      start = at + 1
    } else if (text.endsWith('`')) {
      index = closingTicks(marks, index) ?? index
    }
  }
  cells.push(row.slice(start))
  return cells
}

/** Where the code that opens at `index` closes. An escaping backslash takes the first backtick away from it. */
function closingTicks(marks: readonly { text: string }[], index: number): number | undefined {
  const escaped = marks[index]!.text.startsWith('\\')
  const length = marks[index]!.text.length - (escaped ? 2 : 0)
  if (length === 0) return undefined
  const close = marks.findIndex(({ text }, at) => at > index && text.endsWith('`') && text.replace('\\', '').length === length)
  return close < 0 ? undefined : close
}
