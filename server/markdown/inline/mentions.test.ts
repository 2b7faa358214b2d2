import { describe, expect, test } from 'vitest'
import { html, rendered } from '../test-support/organization.ts'

describe('mentioning people', () => {
  test('calls somebody by name, in any case', () => {
    const message = rendered('hi @**ada lovelace**!')
    expect(message.html).toBe('<p>hi <span class="user-mention" data-user-id="31">@Ada Lovelace</span>!</p>')
    expect(message.mentionedUserIds).toEqual([31])
  })

  test('tells two people of one name apart by their ids', () => {
    expect(html('@**Ada Lovelace|31**')).toContain('data-user-id="31">@Ada Lovelace<')
    expect(html('@**|33**')).toContain('data-user-id="33">@Zoë<')
  })

  test('does not call the person of an id under another name', () => {
    const message = rendered('@**Ada Lovelace|33**')
    expect(message.html).toBe('<p>@<strong>Ada Lovelace|33</strong></p>')
    expect(message.mentionedUserIds).toEqual([])
  })

  test('names people silently', () => {
    const message = rendered('@_**Ada Lovelace** wrote')
    expect(message.html).toBe('<p><span class="user-mention silent" data-user-id="31">Ada Lovelace</span> wrote</p>')
    expect(message.mentionedUserIds).toEqual([])
  })

  test('does not call those who have left', () => {
    expect(html('@**Ben**')).toBe('<p><span class="user-mention silent" data-user-id="32">Ben</span></p>')
  })

  test('calls nobody again who is quoted', () => {
    const message = rendered('> @**Ada Lovelace** and @*support* and @**all**\n\nyes')
    expect(message.html).toContain('<span class="user-mention silent" data-user-id="31">Ada Lovelace</span>')
    expect(message.html).toContain('<span class="user-group-mention silent" data-user-group-id="17">support</span>')
    expect(message).toMatchObject({ mentionedUserIds: [], mentionedGroupIds: [], mentionsChannel: false })
  })

  test('leaves strangers, code and the middle of words alone', () => {
    expect(html('@**Nobody**')).toBe('<p>@<strong>Nobody</strong></p>')
    expect(html('`@**Zoë**`')).toBe('<p><code>@**Zoë**</code></p>')
    expect(rendered('me@**Zoë**').mentionedUserIds).toEqual([])
  })
})

describe('mentioning groups and everybody', () => {
  test('calls a group', () => {
    const message = rendered('@*support*')
    expect(message.html).toBe('<p><span class="user-group-mention" data-user-group-id="17">@support</span></p>')
    expect(message.mentionedGroupIds).toEqual([17])
  })

  test('shows system groups by what people call them, and former groups silently', () => {
    expect(html('@_*role:administrators*')).toBe(
      '<p><span class="user-group-mention silent" data-user-group-id="5">Administrators</span></p>',
    )
    expect(html('@*former*')).toContain('class="user-group-mention silent"')
  })

  test.each(['all', 'everyone', 'channel', 'stream'])('calls the channel by @%s', (name) => {
    const message = rendered(`@**${name}**`)
    expect(message.html).toBe(`<p><span class="user-mention channel-wildcard-mention" data-user-id="*">@${name}</span></p>`)
    expect(message).toMatchObject({ mentionsChannel: true, mentionsTopic: false })
  })

  test('calls those who wrote to the topic', () => {
    const message = rendered('@**topic**')
    expect(message.html).toBe('<p><span class="topic-mention">@topic</span></p>')
    expect(message).toMatchObject({ mentionsChannel: false, mentionsTopic: true })
  })

  test('has a silent form of both', () => {
    expect(rendered('@_**all** @_**topic**')).toMatchObject({ mentionsChannel: false, mentionsTopic: false })
  })
})
