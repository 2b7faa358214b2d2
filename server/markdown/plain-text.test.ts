import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'
import { html } from './test-support/organization.ts'

const text = (source: string): string => plainText(html(source))

test('a notification has emoji as characters and names as people know them', () => {
  expect(text('@**Zoë** :+1: :party_parrot: #**announce>Zulip updates**')).toBe(
    '@Zoë 👍 :party_parrot: #announce > Zulip updates',
  )
})

test('a notification marks what is quoted and hides what is hidden', () => {
  expect(text('> a\n> b\n\nc')).toBe('> a\n> b\n\nc')
  expect(text('```spoiler The end\nHe dies\n```')).toBe('The end (…)')
  expect(text('```spoiler\nHe dies\n```')).toBe('(…)')
})

test('a notification shows TeX as it was written', () => {
  expect(text('$$\\frac{1}{2}$$ is half')).toBe('\\frac{1}{2} is half')
})

test('a notification has no markup', () => {
  expect(text('**a** <b> &lt; `c & d`')).toBe('a <b> < c & d')
})
