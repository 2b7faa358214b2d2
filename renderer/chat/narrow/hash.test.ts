import { expect, test } from 'vitest'
import { decodeHash, encodeHash, hashOf, parseHash, type View } from './hash.ts'
import { directNarrow, topicNarrow } from './narrow.ts'

const names = {
  channelName: (id: number) => (id === 9 ? 'general chat' : undefined),
  userName: (id: number) => (id === 31 ? 'Ben Ito' : undefined),
}
const noChannel = () => undefined

test('a link to a topic reads as Zulip writes it', () => {
  const view: View = { name: 'narrow', narrow: topicNarrow(9, 'lunch & dinner'), near: 214 }
  expect(hashOf(view, names)).toBe('#narrow/channel/9-general-chat/topic/lunch.20.26.20dinner/near/214')
})

test('a link to a person carries the name for whoever reads the address', () => {
  expect(hashOf({ name: 'narrow', narrow: directNarrow([31]) }, names)).toBe('#narrow/dm/31-Ben-Ito')
  expect(hashOf({ name: 'narrow', narrow: directNarrow([31, 7]) }, names)).toBe('#narrow/dm/7.2C31-group')
})

test.each(['a b', '100% sure?', 'v1.2 (beta)', 'naïve 🎉', '✔ done', 'a/b#c', "it's *so* ~good~!"])(
  'a topic named %s comes through a link unharmed',
  (topic) => {
    const view: View = { name: 'narrow', narrow: topicNarrow(9, topic) }
    expect(parseHash(hashOf(view, names), noChannel)).toEqual(view)
    expect(encodeHash(topic)).not.toMatch(/[%()]/)
  },
)

test('old words for channels, topics and people still lead to the right place', () => {
  expect(parseHash('#narrow/stream/9-general/subject/lunch', noChannel)).toEqual({
    name: 'narrow',
    narrow: topicNarrow(9, 'lunch'),
  })
  expect(parseHash('#narrow/pm-with/31,7-group', noChannel)).toMatchObject({ narrow: [{ operator: 'dm', operand: [31, 7] }] })
})

test('a channel named without its id is found by its name', () => {
  const byName = (name: string) => (name === 'off topic' ? 12 : undefined)
  expect(parseHash('#narrow/channel/off-topic', byName)).toMatchObject({ narrow: [{ operator: 'channel', operand: 12 }] })
})

test('a negated term stays negated', () => {
  const view = parseHash('#narrow/-sender/31/is/unread', noChannel)
  expect(view).toMatchObject({
    narrow: [
      { operator: 'sender', operand: 31, negated: true },
      { operator: 'is', operand: 'unread' },
    ],
  })
})

test.each(['', '#', '#nonsense', '#settings/profile'])('an address that means nothing (%s) leads to the inbox', (hash) => {
  expect(parseHash(hash, noChannel)).toEqual({ name: 'inbox' })
})

test('broken encoding is taken as it is rather than failing', () => {
  expect(decodeHash('50.ZZ')).toBe('50.ZZ')
})
