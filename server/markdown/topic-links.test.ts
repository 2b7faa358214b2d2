import { expect, test } from 'vitest'
import { organization } from './test-support/organization.ts'
import { topicLinks } from './topic-links.ts'

const links = (topic: string) => topicLinks(topic, organization.linkifiers)

test('numbers and addresses in a topic are links, from left to right', () => {
  expect(links('ABC-12 broke #345, see example.com/x')).toEqual([
    { text: 'ABC-12', url: 'https://tracker.example.org/ABC/12' },
    { text: '#345', url: 'https://issues.example.org/345' },
    { text: 'example.com/x', url: 'https://example.com/x' },
  ])
})

test('an earlier linkifier has the first choice', () => {
  const linkifiers = [
    { pattern: 'release [0-9]+', urlTemplate: 'https://one.org' },
    { pattern: '[0-9]+ notes', urlTemplate: 'https://two.org' },
  ]
  expect(topicLinks('release 7 notes', linkifiers)).toEqual([{ text: 'release 7', url: 'https://one.org' }])
})

test('most topics have no links', () => {
  expect(links('lunch')).toEqual([])
})
