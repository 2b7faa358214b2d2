import { openingFenceOn } from './fences.ts'

const item = /^ *([*+-]|\d\.) +/

/** A list may follow a line of text, or a list of the other style, without a blank line between them: puts one there. */
export function separateHangingLists(text: string): string {
  const lines = text.split('\n')
  const result: string[] = []
  const open: { fence: string; isCode: boolean }[] = []
  lines.forEach((line, index) => {
    result.push(line)
    const next = lines[index + 1]
    if (next === undefined) return
    followFences(open, line)
    if (line !== '' && !open.some(({ isCode }) => isCode) && startsList(line, next)) result.push('')
  })
  return result.join('\n')
}

function startsList(line: string, next: string): boolean {
  const marker = item.exec(next)?.[1]
  if (!marker) return false
  const previous = item.exec(line)?.[1]
  return !previous || (previous.length === 1) !== (marker.length === 1)
}

function followFences(open: { fence: string; isCode: boolean }[], line: string): void {
  const opening = openingFenceOn(line)
  if (!opening) return
  if (!opening.language && open.at(-1)?.fence === opening.fence) open.pop()
  else open.push({ fence: opening.fence, isCode: opening.language !== 'quote' && opening.language !== 'quoted' })
}
