// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import type { UserId } from '../../../server/api/ids.ts'
import { renderMessage } from '../../../server/markdown/render.ts'
import { ben, freshState } from '../state/fixture.ts'
import { store } from '../state/store.ts'
import { prepareMarkdown, renderNow } from './local-markdown.ts'

beforeEach(() => store.setState(freshState()))

const users = [{ id: ben as UserId, fullName: 'Ben', isActive: true }]
const onServer = (source: string) =>
  renderMessage(source, { realmUrl: location.origin, users, emptyTopicName: 'general chat' }).html

test('before the renderer is there, a message is shown as it was typed', () => {
  expect(renderNow('**Soup**')).toBeUndefined()
})

test.each([
  ['bold', '**Soup** and *salad*, ~~not~~ pie'],
  ['code', 'Call `boil()`:\n```python\ndef boil():\n    return "soup"  # hot\n```'],
  ['lists', '1. Soup\n2. Salad\n   * leek\n   * cress'],
  ['a quote', '```quote\nSoup?\n```\nYes'],
  ['a spoiler', '```spoiler The end\nThey eat.\n```'],
  ['a formula', 'So $$e^{i\\pi} = -1$$'],
  ['a table', '| a | b |\n|---|:-:|\n| 1 | 2 |'],
  ['emoji', ':soup: and :tada: and 🎉'],
  ['links', 'See https://example.com/menu and [this](http://example.org)'],
  ['a name', '@**Ben** and @**Nobody**'],
  ['an act', '/me eats'],
  ['markup that is none', '<script>alert(1)</script> <b onclick=x>'],
])('what Ada sends with %s looks at once as it will look to everyone', async (_, source) => {
  await prepareMarkdown(source)
  expect(renderNow(source)).toBe(onServer(source))
})

test('a poll is the server’s to make', async () => {
  await prepareMarkdown('/poll Soup?\nYes\nNo')
  expect(renderNow('/poll Soup?\nYes\nNo')).toBeUndefined()
})
