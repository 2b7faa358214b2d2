import { insertText } from '../completion/insert-text.ts'

type Format = (area: HTMLTextAreaElement) => void

/** By the key that does it together with Ctrl, or by name. */
export const formatting: Record<string, Format> = {
  b: (area) => wrap(area, '**', '**'),
  i: (area) => wrap(area, '*', '*'),
  e: (area) => (selection(area).includes('\n') ? wrap(area, '```\n', '\n```') : wrap(area, '`', '`')),
  k: (area) => {
    const chosen = selection(area)
    insertText(area, `[${chosen}](url)`)
    const end = area.selectionStart - 1
    area.setSelectionRange(end - 3, end)
  },
  list: (area) => prefixLines(area, '* '),
  quote: (area) => wrap(area, '```quote\n', '\n```'),
}

function selection({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): string {
  return value.slice(selectionStart, selectionEnd)
}

function wrap(area: HTMLTextAreaElement, before: string, after: string): void {
  const chosen = selection(area)
  insertText(area, before + chosen + after)
  const end = area.selectionStart - after.length
  area.setSelectionRange(end - chosen.length, end)
}

function prefixLines(area: HTMLTextAreaElement, prefix: string): void {
  const lines = selection(area).split('\n')
  insertText(area, lines.map((line) => prefix + line).join('\n'))
}
