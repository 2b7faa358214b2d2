import type { UserId } from '../api/ids.ts'
import type { AlertWord } from './context.ts'

const before = new Set(' \n("\'.,;[*`>')
const after = new Set(' \n)"?:.,\';]!*`')

/** Whose alert words a message has: whole words, compared without case. */
export function usersAlerted(source: string, alertWords: readonly AlertWord[]): UserId[] {
  const text = source.toLowerCase()
  const alerted = alertWords.filter(({ word }) => hasWord(text, word.toLowerCase()))
  return [...new Set(alerted.flatMap(({ userIds }) => userIds))]
}

function hasWord(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length
    if ((at === 0 || before.has(text[at - 1]!)) && (end === text.length || after.has(text[end]!))) return true
  }
  return false
}
