/** Lists nest by two spaces a level. */
export const listIndentation = '  '

/** Takes `levels` of list indentation off the lines that have it, and leaves the others as they are. */
export function withoutIndentation(text: string, levels = 1): string {
  const indentation = listIndentation.repeat(levels)
  if (indentation === '') return text
  return text
    .split('\n')
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))
    .join('\n')
}
