/** What a fence took out of the text. Its place in the text is marked by `partMark`. */
export type FencedPart =
  | { readonly kind: 'code'; readonly language: string | undefined; readonly code: string }
  | { readonly kind: 'math'; readonly tex: string }
  | { readonly kind: 'spoiler start' | 'spoiler body' | 'spoiler end' }

export interface Fenced {
  readonly text: string
  readonly parts: readonly FencedPart[]
}

/** Both characters are taken out of a message before it is parsed, so no author can write a mark. */
const partMark = (index: number): string => `\u0002${index}\u0003`
const onlyMark = /^\s*\u0002(\d+)\u0003\s*$/

/** The index of the part that stands at this place, where the chunk is nothing but its mark. */
export const partAt = (chunk: string): number | undefined => {
  const match = chunk.includes('\u0002') ? onlyMark.exec(chunk) : null
  return match ? Number(match[1]) : undefined
}

const openingFence = /^(~{3,}|`{3,}) *(?:\{?\.?([\w+,\-./#]+) *([^ ~`][^~`]*)?\}?)?$/

export interface OpeningFence {
  readonly fence: string
  readonly language: string | undefined
  /** The rest of the line: a spoiler's title. */
  readonly header: string | undefined
}

export function openingFenceOn(line: string): OpeningFence | undefined {
  const first = line[0]
  if (first !== '`' && first !== '~') return undefined
  if (/[`~]/.test(line.slice(/^[`~]+/.exec(line)![0].length))) return undefined
  const match = openingFence.exec(line)
  return match ? { fence: match[1]!, language: match[2], header: match[3] } : undefined
}

interface OpenFence extends OpeningFence {
  readonly kind: 'document' | 'code' | 'math' | 'quote' | 'spoiler'
  readonly lines: string[]
}

const deepest = 30

function kindOf(language: string | undefined): OpenFence['kind'] {
  const name = language?.toLowerCase()
  if (name === 'quote' || name === 'quoted') return 'quote'
  return name === 'math' || name === 'spoiler' ? name : 'code'
}

/**
 * Takes fenced code and math out of a text, and turns fenced quotations and spoilers into what the other forms read. Fences
 * begin at the start of a line, outside lists; one left open lasts to the end.
 */
export function takeFences(text: string, defaultLanguage: string | undefined): Fenced {
  if (!text.includes('```') && !text.includes('~~~')) return { text, parts: [] }
  const parts: FencedPart[] = []
  const open: OpenFence[] = [{ kind: 'document', fence: '', language: undefined, header: undefined, lines: [] }]
  for (const line of text.split('\n')) {
    const fence = open.at(-1)!
    const opening = fence.kind === 'code' || fence.kind === 'math' || open.length > deepest ? undefined : openingFenceOn(line)
    if (open.length > 1 && line.trimEnd() === fence.fence) {
      close(open, parts)
    } else if (opening) {
      const language = opening.language ?? (open.some(({ kind }) => kind === 'spoiler') ? undefined : defaultLanguage)
      open.push({ ...opening, language, kind: kindOf(language), lines: [] })
    } else {
      fence.lines.push(fence.kind === 'code' || fence.kind === 'math' ? line.trimEnd() : line)
    }
  }
  while (open.length > 1) close(open, parts)
  return { text: open[0]!.lines.join('\n'), parts }
}

/** Puts the innermost fence's contents into the one around it, between blank lines. */
function close(open: OpenFence[], parts: FencedPart[]): void {
  const fence = open.pop()!
  if (fence.lines.length === 0) return
  const mark = (part: FencedPart): string => partMark(parts.push(part) - 1)
  const { lines } = open.at(-1)!
  lines.push('')
  if (fence.kind === 'quote') {
    for (const line of fence.lines) lines.push(`> ${line}`)
  } else if (fence.kind === 'spoiler') {
    const header = fence.header === undefined ? [] : [fence.header, '']
    lines.push(mark({ kind: 'spoiler start' }), '', ...header, mark({ kind: 'spoiler body' }), '')
    for (const line of fence.lines) lines.push(line)
    lines.push('', mark({ kind: 'spoiler end' }))
  } else if (fence.kind === 'math') {
    lines.push(mark({ kind: 'math', tex: fence.lines.join('\n') }))
  } else {
    lines.push(mark({ kind: 'code', language: fence.language?.toLowerCase(), code: fence.lines.join('\n') }))
  }
  lines.push('')
}
