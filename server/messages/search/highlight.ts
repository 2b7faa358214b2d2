import type { SearchTerm } from '../../database/dialects/text-search.ts'
import { wordsOf } from './words.ts'

const mark = (text: string): string => `<span class="highlight">${text}</span>`

function markWords(text: string, wanted: ReadonlySet<string>): string {
  let marked = ''
  let from = 0
  for (const { text: word, start, end } of wordsOf(text)) {
    if (!wanted.has(word)) continue
    marked += text.slice(from, start) + mark(text.slice(start, end))
    from = end
  }
  return marked + text.slice(from)
}

const wordsWanted = (terms: readonly SearchTerm[]): ReadonlySet<string> => new Set(terms.flat())

/** HTML with what was found marked. Tags and character references are left alone. */
export function highlightHtml(html: string, terms: readonly SearchTerm[]): string {
  const wanted = wordsWanted(terms)
  return html
    .split(/(<[^>]*>|&[#\w]+;)/)
    .map((part, index) => (index % 2 === 0 ? markWords(part, wanted) : part))
    .join('')
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Plain text, such as a topic, as HTML with what was found marked. */
export const highlightText = (text: string, terms: readonly SearchTerm[]): string =>
  highlightHtml(
    text.replace(/[&<>"']/g, (sign) => escapes[sign]!),
    terms,
  )
