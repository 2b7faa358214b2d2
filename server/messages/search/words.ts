/*
 * Cuts text into words as the text index does (SQLite's unicode61 without diacritics), for messages it does not hold yet and for
 * marking what was found. Chinese, Japanese and Korean put no spaces between words: there every character counts as one.
 */

const ideographs = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`
const eachIdeograph = new RegExp(`[${ideographs}]`, 'gv')
const word = new RegExp(String.raw`[${ideographs}]|[[\p{L}\p{N}\p{M}\p{Co}]--[${ideographs}]]+`, 'gv')

export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** How words are compared: without case and accents. */
const foldWord = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(word), (match) => ({
    text: foldWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** The text as the index should read it. */
export const forIndex = (text: string): string => text.replace(eachIdeograph, ' $& ')
