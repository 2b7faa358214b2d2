import { describe, expect, test } from 'vitest'
import { plainText } from './plain-text.ts'
import { renderMessage } from './render.ts'
import { type LinkCase, type RegularCase, withoutCodeSpans, zulipCases } from './test-support/zulip-cases.ts'

const realmUrl = 'https://chat.example.org'

const render = (input: string, translateEmoticons = false): string =>
  renderMessage(input, { realmUrl, translateEmoticons, previewImages: true }).html

/** `src="*"` in an expectation is any source. */
const comparable = (html: string): string => withoutCodeSpans(html).replace(/(<img [^>]*)src="[^"]*"/g, '$1src="*"')
const expected = (html: string): string => withoutCodeSpans(html).replace(/(<img [^>]*)src="[^"]*"/g, '$1src="*"')

const onSite = (text: string, { site_placeholder: site }: RegularCase | LinkCase): string =>
  site ? text.replaceAll(site, realmUrl) : text

function linkTo({ url }: LinkCase): string {
  const scheme = /^\w+:/.test(url) ? '' : /^[^/]+@/.test(url) ? 'mailto:' : 'http://'
  return `<a href="${scheme}${url}">${url}</a>`
}

describe.runIf(zulipCases)("what Zulip's authors wrote reads as on Zulip", () => {
  test.each(zulipCases?.regular_tests ?? [])('$category: $name', (known) => {
    const html = render(onSite(known.input, known), known.user_setting?.translate_emoticons)
    expect(comparable(html)).toBe(expected(onSite(known.expected_output, known)))
  })

  const withText = (zulipCases?.regular_tests ?? []).filter(({ text_content: text }) => text !== undefined)
  test.each(withText)('in a notification, $category: $name', (known) => {
    const html = render(onSite(known.input, known), known.user_setting?.translate_emoticons)
    expect(plainText(html)).toBe(known.text_content!.trimEnd())
  })

  test.each(zulipCases?.linkify_tests ?? [])('link $id: $input', (known) => {
    const html = render(onSite(known.input, known))
    expect(html).toBe(onSite(known.expected, known).replace('%s', () => onSite(linkTo(known), known)))
  })
})
