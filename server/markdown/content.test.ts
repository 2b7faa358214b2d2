import { expect, test } from 'vitest'
import { maxMessageLength, normaliseContent } from './content.ts'

test('white space around a message is not stored, but that before its first word is', () => {
  expect(normaliseContent('\n\n  code\n\n \t')).toBe('  code')
})

test('a message needs something to say', () => {
  expect(() => normaliseContent(' \n\t')).toThrow('Message must not be empty')
})

test('a message has no NUL', () => {
  expect(() => normaliseContent('a\0b')).toThrow('Message must not contain null bytes')
})

test('ten thousand characters are a message, emoji counted once', () => {
  expect(normaliseContent('😀'.repeat(maxMessageLength))).toBe('😀'.repeat(maxMessageLength))
})

test('one more is cut off, and readers are told', () => {
  const content = normaliseContent('😀'.repeat(maxMessageLength + 1))
  expect(Array.from(content)).toHaveLength(maxMessageLength)
  expect(content).toMatch(/😀\n\[message truncated\]$/u)
})

test('control and direction characters stay; half a surrogate pair is replaced', () => {
  expect(normaliseContent('a\u001b\u202eb\ud83d')).toBe('a\u001b\u202eb\ufffd')
})
