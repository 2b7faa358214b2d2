import { type Found, type LateForm, placeholder } from './late-forms.ts'

/** Spaces behind it stay where text follows, and are gone before anything else. */
const lineBreak = new RegExp(`\\n(?: +(?=${placeholder}|\\n|$))?`, 'g')

/** Lines end where the author ended them. */
export const lineBreaks: LateForm = {
  sign: '\n',
  *find(text, state): Iterable<Found> {
    for (const { 0: whole, index } of text.matchAll(lineBreak)) {
      const token = new state.Token('html', '', 0)
      token.content = '<br>\n'
      yield { start: index, end: index + whole.length, tokens: [token] }
    }
  },
}
