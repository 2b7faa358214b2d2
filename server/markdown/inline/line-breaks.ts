import type { Found, LateForm } from './late-forms.ts'

/** Lines end where the author ended them. */
export const lineBreaks: LateForm = {
  sign: '\n',
  *find(text, state): Iterable<Found> {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      const token = new state.Token('html', '', 0)
      token.content = '<br>\n'
      yield { start: at, end: at + 1, tokens: [token] }
    }
  },
}
