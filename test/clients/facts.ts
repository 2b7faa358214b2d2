import { existsSync, readFileSync } from 'node:fs'

/** What Zulip's official clients send and require: read from their sources, and kept beside the project, not in it. */
const file = new URL('../../../shared/zulip-api/clients.md', import.meta.url)

export interface Table {
  /** The line above it that says what it is. */
  readonly title: string
  readonly rows: readonly (readonly string[])[]
}

/** The text on the clients; undefined where it is not beside the project, and said so once. */
export function clientFacts(): string | undefined {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  console.warn('What Zulip’s clients require is not beside the project: only the fields named in test/clients are looked for.')
  return undefined
}

/** The part below a heading that begins so, up to the next of the same kind. @throws Error where there is none */
export function sectionOf(text: string, heading: string): string {
  const level = heading.split(' ', 1)[0]!
  const start = text.indexOf(`\n${heading}`)
  if (start < 0) throw new Error(`There is no heading “${heading}” any more`)
  const end = text.indexOf(`\n${level} `, start + 1)
  return text.slice(start, end < 0 ? undefined : end)
}

/** Tables with these columns. @throws Error where there are none, or a row has another number of cells */
export function tablesIn(text: string, columns: readonly string[]): Table[] {
  const tables: Table[] = []
  const lines = text.split('\n')
  const header = `| ${columns.join(' | ')} |`
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== header) continue
    const after = lines.slice(index + 2)
    const end = after.findIndex((row) => !row.startsWith('|'))
    const rows = after.slice(0, end < 0 ? undefined : end).map((row) => cellsOf(row, columns.length))
    const title = lines.slice(0, index).findLast((above) => above.trim() !== '') ?? ''
    tables.push({ title, rows })
  }
  if (tables.length === 0) throw new Error(`There is no table “${header}” any more`)
  return tables
}

function cellsOf(row: string, count: number): string[] {
  const cells = row.trim().slice(1, -1).split('|').map((cell) => cell.trim()) // biome-ignore format: one thought
  if (cells.length !== count) throw new Error(`${count} cells expected, ${cells.length} found: ${row}`)
  return cells
}
