import { describe, expect, test } from 'vitest'
import { html } from '../test-support/organization.ts'

describe('tables', () => {
  test('align their columns and are as wide as their header', () => {
    expect(html('| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | `x|y` | **3** |')).toBe(
      [
        '<table>\n<thead>\n<tr>\n<th>a</th>\n<th style="text-align: left;">b</th>\n<th style="text-align: center;">c</th>\n',
        '<th style="text-align: right;">d</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td style="text-align: left;"><code>x|y</code></td>\n',
        '<td style="text-align: center;"><strong>3</strong></td>\n<td style="text-align: right;"></td>\n</tr>\n</tbody>\n</table>',
      ].join(''),
    )
  })

  test('need a row of dashes', () => {
    expect(html('a | b\nc | d')).toBe('<p>a | b<br>\nc | d</p>')
  })

  test('of too many cells are text', () => {
    expect(html(`${'|a'.repeat(1000)}|\n${'|-'.repeat(1000)}|\n${'|b|\n'.repeat(100)}`)).toMatch(/^<p>\|a\|a/)
  })
})

describe('lists', () => {
  test('keep the number they begin with', () => {
    expect(html('5. a\n6. b')).toBe('<ol start="5">\n<li>a</li>\n<li>b</li>\n</ol>')
  })

  test('hold paragraphs where blank lines part their items', () => {
    expect(html('* a\n\n* b')).toBe('<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>')
  })

  test('follow text without a blank line', () => {
    expect(html('todo:\n* a\n  * b')).toBe('<p>todo:</p>\n<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>')
  })
})

describe('fences', () => {
  test('name the language by its proper name, and colour it by known classes', () => {
    expect(html('```py\ndef f(): return "x"\n```')).toMatch(
      /^<div class="codehilite" data-code-language="Python"><pre><span><\/span><code><span class="k">def<\/span> .*<span class="s">"x"<\/span>\n<\/code><\/pre><\/div>$/,
    )
  })

  test('keep the name of a language that nobody knows', () => {
    expect(html('```klingon\nx < y\n```')).toBe(
      '<div class="codehilite" data-code-language="klingon"><pre><span></span><code>x &lt; y\n</code></pre></div>',
    )
  })

  test("without a language take the organization's", () => {
    expect(html('```\nx\n```', { defaultCodeLanguage: 'ruby' })).toContain('data-code-language="Ruby"')
    expect(html('``` text\nx\n```', { defaultCodeLanguage: 'ruby' })).toContain('data-code-language="Text only"')
  })

  test('quote, and quotations hold code', () => {
    expect(html('````quote\nsee\n```js\n1\n```\n````\nyes')).toMatch(
      /^<blockquote>\n<p>see<\/p>\n<div class="codehilite" data-code-language="JavaScript">.*<\/div>\n<\/blockquote>\n<p>yes<\/p>$/s,
    )
  })

  test('hide spoilers, whose titles are formatted', () => {
    expect(html('```spoiler the **end**\n* x\n```')).toBe(
      '<div class="spoiler-block"><div class="spoiler-header">\n<p>the <strong>end</strong></p>\n</div>' +
        '<div class="spoiler-content" aria-hidden="true">\n<ul>\n<li>x</li>\n</ul>\n</div></div>',
    )
  })

  test('left open last to the end', () => {
    expect(html('```\nx')).toBe('<div class="codehilite"><pre><span></span><code>x\n</code></pre></div>')
  })
})

test('headings and rules stand between paragraphs', () => {
  expect(html('a\n# b *c* #\nd\n---\ne')).toBe('<p>a</p>\n<h1>b <em>c</em></h1>\n<p>d</p>\n<hr>\n<p>e</p>')
})

test('a blank line ends a quotation', () => {
  expect(html('> a\nb\n\n> c')).toBe('<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n<blockquote>\n<p>c</p>\n</blockquote>')
})

test('a message of nothing but white space is empty', () => {
  expect(html(' \n\t\n')).toBe('')
})

test.each([
  ['quotations', '>'.repeat(5000)],
  ['lists', '* '.repeat(5000).concat('a')],
  ['fences', '```quote\n'.repeat(1000)],
])('%s in each other are text from some depth on', (_, source) => {
  expect(html(source).length).toBeLessThan(100_000)
})
