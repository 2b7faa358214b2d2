const tabStop = 4

/** One kind of line end, no tabs, blank lines that are empty, two at the end; without the characters that we use as marks. */
export function normaliseWhiteSpace(text: string): string {
  const lines = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\0\u0002\u0003]/g, '')
  return `${withoutTabs(lines)}\n\n`.replace(/(?<=\n) +(?=\n)/g, '')
}

function withoutTabs(text: string): string {
  if (!text.includes('\t')) return text
  let column = 0
  return text.replace(/\t|\n|[^\t\n]+/g, (run) => {
    if (run === '\n') column = 0
    else if (run !== '\t') column += run.length
    else {
      const spaces = tabStop - (column % tabStop)
      column += spaces
      return ' '.repeat(spaces)
    }
    return run
  })
}
