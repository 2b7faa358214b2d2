import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChannelId, MessageId, UserGroupId, UserId } from '../api/ids.ts'
import { type MarkdownContext, renderMessage } from './render.ts'
import { attacks } from './test-support/attacks.ts'
import { strayHtml } from './test-support/stray-html.ts'

const evil = '"><img src=x onerror=alert(1)>'

/** An organization whose names are all attempts at markup. */
const context: MarkdownContext = {
  realmUrl: 'https://chat.example.org',
  users: [
    { id: 1 as UserId, fullName: evil, isActive: true },
    { id: 2 as UserId, fullName: 'Ada', isActive: false },
  ],
  groups: [{ id: 3 as UserGroupId, name: 'g', shownAs: evil, isActive: true }],
  channels: [
    { id: 4 as ChannelId, name: evil },
    { id: 5 as ChannelId, name: 'c' },
  ],
  topics: [{ channelId: 5 as ChannelId, topic: 't', newestMessageId: 9 as MessageId }],
  customEmoji: new Map([['party', `/user_avatars/2/${evil}`]]),
  linkifiers: [
    { pattern: '#(?P<id>\\d+)', urlTemplate: 'https://x.org/{id}' },
    { pattern: 'js(?P<code>\\S+)', urlTemplate: 'javascript:{+code}' },
  ],
  images: [{ path: '2/a.png', contentType: 'image/png', width: 1, height: 2, isAnimated: false, hasThumbnail: true }],
  linkFacts: [{ url: 'https://a.org/x', title: evil, description: evil, imageUrl: `https://a.org/${evil}` }],
  translateEmoticons: true,
  previewImages: true,
  previewLinks: true,
  emptyTopicName: evil,
}

const marks = [
  ...[
    '*',
    '**',
    '***',
    '~~',
    '`',
    '```',
    '````',
    '~~~',
    '$$',
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '<',
    '>',
    '&',
    '"',
    "'",
    '\\',
    '|',
    '#',
    '@',
    ':',
  ],
  ...['\n', '\n\n', ' ', '  ', '    ', '\t', '\r\n', '\u0002', '\u0003', '\u0085', '\u202e', '\ud83d', '😀', '👩‍💻', '1️⃣', 'é'],
  ...[
    '* ',
    '1. ',
    '> ',
    '# ',
    '---',
    '\n```quote\n',
    '\n```spoiler ',
    '\n```math\n',
    '\n```js\n',
    '\n```\n',
    '| a | b |\n|---|:-:|\n',
  ],
  ...[
    '@**Ada**',
    '@**all**',
    '@**topic**',
    '@_**|1**',
    `@**${evil}**`,
    '@*g*',
    '#**c**',
    '#**c>t**',
    '#**c>t@9**',
    '#**c>**',
    `#**${evil}**`,
  ],
  ...[
    ':party:',
    ':smile:',
    ':zulip:',
    ':)',
    '<time:',
    '<time:1>',
    '<time:2024-03-07T23:00:00Z>',
    '#12',
    'jsalert(1)',
    '&lt;',
    '&#x6a;',
  ],
  ...[
    'https://a.org/x',
    'http://b.org/y.png',
    'https://youtu.be/abc',
    '/user_uploads/2/a.png',
    '](javascript:alert(1))',
    '![s](/user_uploads/1/s.mp3)',
  ],
  ...[
    'javascript:',
    'data:text/html,',
    'a.com',
    'a@b.com',
    'mailto:',
    '//',
    evil,
    '<script>',
    '</p>',
    'onload=',
    '\\frac{1}{2}',
    '\\href{javascript:x}{y}',
  ],
]

test('whatever people write, readers get forms that they know and nothing that runs', () => {
  const source = fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...marks) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(source, (pieces) => {
      expect(strayHtml(renderMessage(pieces.join(''), context).html)).toEqual([])
    }),
    { numRuns: 20_000, seed: 421 },
  )
})

test.each(attacks)('an attacker gets nowhere with %j', (source) => {
  const { html } = renderMessage(source, context)
  expect(strayHtml(html)).toEqual([])
})
