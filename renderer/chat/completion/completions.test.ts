import { expect, test } from 'vitest'
import { triggerBefore } from './completions.ts'

const typed = (text: string) => triggerBefore(text, text.length)

test('an @ after a blank begins a mention, inside a word it is an address', () => {
  expect(typed('hello @be')).toMatchObject({ kind: 'mention', query: 'be', start: 6 })
  expect(typed('@')).toMatchObject({ kind: 'mention', query: '' })
  expect(typed('ben@ex')).toBeUndefined()
})

test('a mention that notifies nobody is completed as one', () => {
  expect(typed('@_be')).toMatchObject({ kind: 'mention', silent: true, start: 0 })
})

test('a # begins a channel, and > after it a topic of that channel', () => {
  expect(typed('see #gen')).toMatchObject({ kind: 'channel', query: 'gen' })
  expect(typed('see #**general>lu')).toMatchObject({ kind: 'topic', channel: 'general', query: 'lu', start: 4 })
})

test('an emoji needs two letters, so that a smile or the time of day is left alone', () => {
  expect(typed('nice :ta')).toMatchObject({ kind: 'emoji', query: 'ta' })
  expect(typed('nice :)')).toBeUndefined()
  expect(typed('at 12:30')).toBeUndefined()
})

test('nothing is offered for a mention that is complete', () => {
  expect(typed('@**Ben** and then')).toBeUndefined()
})
