import { describe, expect, test } from 'vitest'
import { html, rendered } from '../test-support/organization.ts'

describe('links to channels, topics and messages', () => {
  test('lead there', () => {
    expect(html('#**announce**')).toBe(
      '<p><a class="stream" data-stream-id="9" href="/#narrow/channel/9-announce">#announce</a></p>',
    )
    expect(html('#**announce>Zulip updates**')).toBe(
      '<p><a class="stream-topic" data-stream-id="9" href="/#narrow/channel/9-announce/topic/Zulip.20updates/with/214">#announce &gt; Zulip updates</a></p>',
    )
    expect(html('#**announce>Zulip updates@200**')).toBe(
      '<p><a class="message-link" href="/#narrow/channel/9-announce/topic/Zulip.20updates/near/200">#announce &gt; Zulip updates @ 💬</a></p>',
    )
  })

  test('to a topic without messages know none', () => {
    expect(html('#**announce>other**')).toContain('href="/#narrow/channel/9-announce/topic/other">')
  })

  test('to the topic without a name show its name here', () => {
    expect(html('#**announce>**')).toBe(
      '<p><a class="stream-topic" data-stream-id="9" href="/#narrow/channel/9-announce/topic//with/215">#announce &gt; <em>general chat</em></a></p>',
    )
    expect(html('#**announce>@7**', { emptyTopicName: 'Sonstiges' })).toContain('#announce &gt; <em>Sonstiges</em> @ 💬</a>')
  })

  test('encode what a fragment cannot hold', () => {
    expect(html('#**Q & A (new)**')).toContain('href="/#narrow/channel/10-Q-.26-A-.28new.29">#Q &amp; A (new)</a>')
  })

  test('to channels out of sight are text', () => {
    expect(html('#**secret>plan**')).toBe('<p>#<strong>secret&gt;plan</strong></p>')
  })
})

describe('links to elsewhere', () => {
  test('keep their titles', () => {
    expect(html('[a](https://b.org "the (real) one")')).toBe('<p><a href="https://b.org" title="the (real) one">a</a></p>')
    expect(html('[a](<https://b.org/x y>)')).toBe('<p><a href="https://b.org/x%20y">a</a></p>')
  })

  test('hold code and mentions, but neither emphasis nor links', () => {
    expect(html('[`x` **y** http://z.org](http://b.org)')).toBe(
      '<p><a href="http://b.org"><code>x</code> **y** http://z.org</a></p>',
    )
    expect(html('[@**Zoë**](http://b.org)')).toContain('<a href="http://b.org"><span class="user-mention"')
  })

  test('without a scheme lead to the web, or to a mailbox', () => {
    expect(html('[a](b.org/x)')).toBe('<p><a href="http://b.org/x">a</a></p>')
    expect(html('[a](ada@b.org)')).toBe('<p><a href="mailto:ada@b.org">a</a></p>')
    expect(html('[a](/help)')).toBe('<p><a href="/help">a</a></p>')
  })

  test.each(['tel:+49301', 'ftp://a.org', 'javascript:x', 'data:x', 'itms://x', 'bitcoin:1MvFirst'])(
    'lead nowhere with %s',
    (url) => {
      expect(html(`[a](${url})`)).not.toContain(`href="${url}`)
    },
  )

  test('to our own conversations work from wherever a reader reaches us', () => {
    expect(html('https://chat.example.org/#narrow/channel/9-announce')).toBe(
      '<p><a href="#narrow/channel/9-announce">https://chat.example.org/#narrow/channel/9-announce</a></p>',
    )
    expect(html('[f](https://chat.example.org/user_uploads/2/a.txt)')).toBe('<p><a href="user_uploads/2/a.txt">f</a></p>')
    expect(rendered('[f](https://chat.example.org/user_uploads/2/a.txt)').attachments).toEqual(['2/a.txt'])
  })

  test('end before punctuation, and keep pairs of parentheses', () => {
    expect(html('(see https://a.org/b_(c)!)')).toBe('<p>(see <a href="https://a.org/b_(c)">https://a.org/b_(c)</a>!)</p>')
    expect(html('*https://a.org*')).toBe('<p><em>https://a.org</em></p>')
  })
})

describe("the organization's linkifiers", () => {
  test('turn numbers into links, whole words only', () => {
    expect(html('see #123, (ABC-7) and x#45')).toBe(
      '<p>see <a href="https://issues.example.org/123">#123</a>, (<a href="https://tracker.example.org/ABC/7">ABC-7</a>) and x#45</p>',
    )
  })

  test('leave code, links and addresses alone', () => {
    const source = '`#123` [#124](https://b.org) https://c.org/#125 **#126**'
    expect(html(source)).toBe(
      '<p><code>#123</code> <a href="https://b.org">#124</a> <a href="https://c.org/#125">https://c.org/#125</a> <strong>#126</strong></p>',
    )
  })

  test('encode what they have found', () => {
    const linkifiers = [{ pattern: 'q:(?P<words>\\S+)', urlTemplate: 'https://s.org/?q={words}' }]
    expect(html('q:a&"b', { linkifiers })).toContain('href="https://s.org/?q=a%26%22b"')
  })

  test('cannot make programs of messages, or stop them', () => {
    const linkifiers = [
      { pattern: 'run (?P<it>\\w+)', urlTemplate: 'javascript:{it}' },
      { pattern: '(unclosed', urlTemplate: 'https://x.org' },
      { pattern: '(a{1,99}){1,99}', urlTemplate: 'https://x.org' },
    ]
    expect(html('run this (unclosed aaa', { linkifiers })).toBe('<p>run this (unclosed aaa</p>')
  })

  test('are found in a line more than once', () => {
    expect(rendered('#11 #12 #13').html.match(/<a /g)).toHaveLength(3)
  })
})
