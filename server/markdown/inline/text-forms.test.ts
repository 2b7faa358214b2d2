import { describe, expect, test } from 'vitest'
import { html, rendered } from '../test-support/organization.ts'

describe('emphasis', () => {
  test.each([
    ['**strong**', '<strong>strong</strong>'],
    ['*soft*', '<em>soft</em>'],
    ['***both***', '<strong><em>both</em></strong>'],
    ['~~gone~~', '<del>gone</del>'],
    ['**a *b* ~~c~~**', '<strong>a <em>b</em> <del>c</del></strong>'],
    ['*a **b** c*', '<em>a <strong>b</strong> c</em>'],
    ['**`a*b`** *c*', '<strong><code>a*b</code></strong> <em>c</em>'],
    ['**v: `2` a.com** **a.com**', '<strong>v: <code>2</code> <a href="http://a.com">a.com</a></strong> <strong>a.com</strong>'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name __x__', 'snake_case_name __x__'],
    ['**two\nlines**', '**two<br>\nlines**'],
  ])('reads %j', (source, expected) => {
    expect(html(source)).toBe(`<p>${expected}</p>`)
  })
})

describe('emoji', () => {
  test('have many names, and each keeps its own', () => {
    expect(html(':+1: :thumbs_up:')).toBe(
      '<p><span aria-label="+1" class="emoji emoji-1f44d" role="img" title="+1">:+1:</span> ' +
        '<span aria-label="thumbs up" class="emoji emoji-1f44d" role="img" title="thumbs up">:thumbs_up:</span></p>',
    )
  })

  test("are the organization's own, too", () => {
    expect(html(':party_parrot:')).toBe(
      '<p><img alt=":party_parrot:" class="emoji" src="/user_avatars/2/emoji/images/5.png" title="party parrot"></p>',
    )
  })

  test('include the one of the protocol that we speak', () => {
    expect(html(':zulip:')).toBe(
      '<p><img alt=":zulip:" class="emoji" src="/static/generated/emoji/images/emoji/unicode/zulip.png" title="zulip"></p>',
    )
  })

  test('become pictures where they are characters, except those that are text', () => {
    expect(html('👍')).toContain('class="emoji emoji-1f44d"')
    expect(html('↔ 3 © ™')).toBe('<p>↔ 3 © ™</p>')
  })

  test('stay as written in code and links', () => {
    expect(html('`:smile:` [:smile:](https://a.org)')).toBe('<p><code>:smile:</code> <a href="https://a.org">:smile:</a></p>')
  })

  test('stand for emoticons only for those who want it', () => {
    expect(html(':)')).toBe('<p>:)</p>')
    expect(html('**:)** `:)`', { translateEmoticons: true })).toMatch(/^<p><strong><span .*1f642.*<code>:\)<\/code><\/p>$/)
  })
})

describe('times', () => {
  test('are told in UTC, for every reader to see in their own zone', () => {
    expect(html('<time:2024-03-08T00:00:00+01:00>')).toBe(
      '<p><time datetime="2024-03-07T23:00:00Z">2024-03-08T00:00:00+01:00</time></p>',
    )
  })

  test('that nobody understands say so', () => {
    expect(html('<time:soon>')).toBe('<p><span class="timestamp-error">Invalid time format: soon</span></p>')
  })
})

describe('math', () => {
  test('is set by KaTeX, with its source for those who cannot show it', () => {
    expect(html('$$x^2$$')).toMatch(
      /^<p><span class="katex"><span class="katex-mathml">.*<annotation encoding="application\/x-tex">x\^2</,
    )
    expect(html('```math\nx\n\ny\n```').match(/<span class="katex-display">/g)).toHaveLength(2)
  })

  test('that is wrong is shown as written', () => {
    expect(html('$$\\nonsense$$')).toBe('<p><span class="tex-error">$$\\nonsense$$</span></p>')
  })

  test('too long to set is shown as written, with a note', () => {
    const message = html(`$$${'x+'.repeat(1500)}x$$`)
    expect(message).toMatch(/^<p><span class="tex-error">\$\$x\+x/)
    expect(message).toMatch(/shown as it was written/)
  })

  test('that multiplies itself is shown as written', () => {
    const bomb = `\\def\\a{${'x'.repeat(900)}}${'\\a'.repeat(190)}`
    expect(html(`\`\`\`math\n${bomb}\n\`\`\``)).toBe(`<p><span class="tex-error">${bomb}</span></p>`)
    expect(html('$$\\def\\a{x}\\a$$')).toContain('<span class="katex">')
  })
})

test('people speak of themselves', () => {
  expect(rendered('/me waves')).toMatchObject({ isMe: true, html: '<p>/me waves</p>' })
  expect(rendered('/meeting')).toMatchObject({ isMe: false })
})

test('alert words are whole words, in any case', () => {
  const alertWords = [
    { word: 'Soup', userIds: [31] },
    { word: 'lunch time', userIds: [32, 31] },
  ] as never
  expect(rendered('SOUP!', { alertWords }).alertedUserIds).toEqual([31])
  expect(rendered('soups', { alertWords }).alertedUserIds).toEqual([])
  expect(rendered('it is Lunch Time, soup?', { alertWords }).alertedUserIds).toEqual([31, 32])
})
