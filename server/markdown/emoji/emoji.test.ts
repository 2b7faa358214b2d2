import { expect, test } from 'vitest'
import { codeOfText, textOfCode } from './emoji.ts'
import { emoticons } from './emoticons.ts'
import { loadEmoji } from './load-emoji.ts'

const emoji = loadEmoji()

test.each([
  ['thumbs_up', '1f44d'],
  ['+1', '1f44d'],
  ['smile', '1f604'],
  ['slight_smile', '1f642'],
  ['heart', '2764'],
  ['hash', '0023-20e3'],
  ['woman_shrugging', '1f937-200d-2640'],
])(':%s: is %s', (name, code) => {
  expect(emoji.codeOf(name)).toBe(code)
})

test('every name is one emoji, every emoji is in a category, and codes are what characters spell', () => {
  const codeToNames = emoji.codeToNames()
  const names = Object.values(codeToNames).flat()
  expect(new Set(names).size).toBe(names.length)
  expect(emoji.categories.flatMap(({ codes }) => codes).sort()).toEqual(Object.keys(codeToNames).sort())
  for (const code of Object.keys(codeToNames)) expect(codeOfText(textOfCode(code))).toBe(code)
})

test('every emoticon has an emoji', () => {
  for (const name of Object.values(emoticons)) expect(emoji.codeOf(name), name).toBeDefined()
})

test('an emoji with a variation selector is the same emoji', () => {
  expect(codeOfText('❤️')).toBe('2764')
})
