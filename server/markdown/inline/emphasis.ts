import type { Found, LateForm } from './late-forms.ts'

/** `**strong**`: anything but a line break in between. */
export const strong: LateForm = {
  sign: '**',
  *find(text): Iterable<Found> {
    for (const { 0: whole, index } of text.matchAll(/\*\*[^\n]+?\*\*/g)) yield enclosed('strong', 2, index, whole.length)
  },
}

/** `*emphasis*`: no white space inside the marks, and neither asterisk, caret nor line break in between. */
export const emphasis: LateForm = {
  sign: '*',
  *find(text): Iterable<Found> {
    for (const { 0: whole, index } of text.matchAll(/\*(?!\s)[^*^\n]+(?<!\s)\*/g)) yield enclosed('em', 1, index, whole.length)
  },
}

/** `~~struck out~~`: between exactly two tildes. */
export const strikethrough: LateForm = {
  sign: '~~',
  *find(text): Iterable<Found> {
    for (const { 0: whole, index } of text.matchAll(/(?<!~)~~[^~\n]+~~(?!~)/g)) yield enclosed('del', 2, index, whole.length)
  },
}

const enclosed = (tag: string, mark: number, start: number, length: number): Found => ({
  start,
  end: start + length,
  inside: { tag, start: start + mark, end: start + length - mark },
})
