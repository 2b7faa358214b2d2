import type { SearchTerm } from '../../database/dialects/text-search.ts'
import { wordsOf } from './words.ts'

/**
 * What a search asks for: every word, and words in double quotes side by side. Signs alone are not searchable and ask for
 * nothing.
 */
export function parseSearch(query: string): SearchTerm[] {
  const parts = query.match(/"[^"]*"?|[^\s"]+/g) ?? []
  return parts.map((part) => wordsOf(part).map(({ text }) => text)).filter((term) => term.length > 0)
}

const occurs = (term: SearchTerm, words: readonly string[]): boolean =>
  words.some((_, start) => term.every((word, offset) => words[start + offset] === word))

/** Whether a message that the index does not hold yet has all terms, each in its topic or its text. */
export function hasTerms(terms: readonly SearchTerm[], topic: string, content: string): boolean {
  const texts = [topic, content].map((text) => wordsOf(text).map((word) => word.text))
  return terms.every((term) => texts.some((words) => occurs(term, words)))
}
