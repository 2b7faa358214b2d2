import { expect, test } from 'vitest'
import { ada, ben, freshState, general } from '../state/fixture.ts'
import { parseSearch, searchText } from './search-terms.ts'

const state = freshState()

test('words are searched for in the text, terms narrow it down', () => {
  expect(parseSearch('soup channel:General  sender:ben -has:image of "the day"', state)).toEqual([
    { operator: 'channel', operand: general },
    { operator: 'sender', operand: ben },
    { operator: 'has', operand: 'image', negated: true },
    { operator: 'search', operand: 'soup of "the day"' },
  ])
})

test('names with blanks stand in quotes or with a plus', () => {
  expect(parseSearch('topic:"spring menu"', state)).toEqual([{ operator: 'topic', operand: 'spring menu' }])
  expect(parseSearch('topic:spring+menu', state)).toEqual([{ operator: 'topic', operand: 'spring menu' }])
})

test('older words mean the same as today’s', () => {
  expect(parseSearch('stream:general from:me', state)).toEqual([
    { operator: 'channel', operand: general },
    { operator: 'sender', operand: ada },
  ])
})

test('a colon that begins no term is a word like others', () => {
  expect(parseSearch('see https://example.com 12:30', state)).toEqual([
    { operator: 'search', operand: 'see https://example.com 12:30' },
  ])
})

test('a search can be written back as it was typed', () => {
  const typed = 'channel:general topic:"spring menu" -is:starred soup'
  expect(searchText(parseSearch(typed, state), state)).toBe(typed)
})
