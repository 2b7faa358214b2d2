// @vitest-environment jsdom
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { MessageContent } from './message-content.tsx'

function shown(html: string, isMe = false): HTMLElement {
  const page = document.createElement('div')
  page.innerHTML = renderToStaticMarkup(<MessageContent html={html} isMe={isMe} />)
  return page
}

describe('readers see every form of message', () => {
  test('code with its language and colours', () => {
    const page = shown(
      '<div class="codehilite" data-code-language="Python"><pre><span></span><code><span class="k">def</span> f():\n</code></pre></div>',
    )
    expect(page.querySelector('code')?.textContent).toBe('def f():\n')
    expect(page.querySelector('.hl-k')?.textContent).toBe('def')
    expect(page.textContent).toContain('Python')
  })

  test('a spoiler that is closed at first, with its title', () => {
    const page = shown(
      '<div class="spoiler-block"><div class="spoiler-header">\n<p>The <em>end</em></p>\n</div><div class="spoiler-content" aria-hidden="true">\n<p>They live.</p>\n</div></div>',
    )
    expect(page.querySelector('button')?.getAttribute('aria-expanded')).toBe('false')
    expect(page.querySelector('button')?.textContent).toBe('The end')
    expect(page.querySelector<HTMLElement>('.spoiler-body')?.hidden).toBe(true)
  })

  test('a table with its alignment', () => {
    const page = shown(
      '<table>\n<thead>\n<tr>\n<th style="text-align: right;">n</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td style="text-align: right;">1</td>\n</tr>\n</tbody>\n</table>',
    )
    expect(page.querySelector('td')?.style.textAlign).toBe('right')
    expect(page.querySelector('.table-scroll table')).not.toBeNull()
  })

  test('lists with what stands inside them', () => {
    const page = shown('<ol start="5">\n<li>one <strong>two</strong><ul>\n<li>three</li>\n</ul>\n</li>\n</ol>')
    expect(page.querySelector('ol')?.start).toBe(5)
    expect(page.querySelector('ol > li > ul > li')?.textContent).toBe('three')
    expect(page.querySelector('li')?.textContent).toMatch(/^one two/)
  })

  test('two pictures side by side in one gallery, each with room kept for it', () => {
    const picture = (name: string) =>
      `<div class="message_inline_image"><a href="/user_uploads/2/ab/${name}" title="${name}"><img data-original-content-type="image/png" data-original-dimensions="1200x800" src="/user_uploads/thumbnail/2/ab/${name}/840x560.webp"></a></div>`
    const page = shown(`<p>look</p>\n${picture('a.png')}${picture('b.png')}`)
    expect(page.querySelectorAll('.gallery')).toHaveLength(1)
    expect(page.querySelectorAll('.gallery img')).toHaveLength(2)
    expect(page.querySelector<HTMLElement>('.thumbnail')?.style.aspectRatio).toContain('1200')
  })

  test('a picture whose thumbnail is not there yet as a place that waits', () => {
    const page = shown(
      '<div class="message_inline_image"><a href="/user_uploads/2/a.png" title="a.png"><img class="image-loading-placeholder" data-original-dimensions="300x200" src="/static/spinner.svg"></a></div>',
    )
    expect(page.querySelector('img')).toBeNull()
    expect(page.textContent).toContain('Preparing a.png')
  })

  test('videos, sounds and previews of other pages', () => {
    const video = shown(
      '<div class="message_inline_image message_inline_video"><a href="/user_uploads/2/v.mp4"><video preload="metadata" src="/user_uploads/2/v.mp4"></video></a></div>',
    )
    expect(video.querySelector('video')?.getAttribute('src')).toBe('/user_uploads/2/v.mp4')
    const sound = shown('<p><audio controls preload="metadata" src="/user_uploads/2/s.mp3" title="s.mp3"></audio></p>')
    expect(sound.querySelector('audio')?.getAttribute('aria-label')).toBe('s.mp3')
    const embed = shown(
      '<div class="youtube-video message_inline_image"><a data-id="x" href="https://www.youtube.com/watch?v=x"><img src="/external_content/d/1"></a></div>',
    )
    expect(embed.querySelector('a')?.rel).toContain('noopener')
    const page = shown(
      '<div class="message_embed"><a class="message_embed_image" href="https://example.com/" style="background-image: url(&quot;/external_content/d/2&quot;)"></a><div class="data-container"><div class="message_embed_title"><a href="https://example.com/">Example</a></div><div class="message_embed_description">words</div></div></div>',
    )
    expect(page.querySelector('img')?.getAttribute('src')).toBe('/external_content/d/2')
    expect(page.textContent).toContain('Example')
    expect(page.textContent).toContain('example.com')
  })

  test('mentions, emoji and times', () => {
    const page = shown(
      '<p><span class="user-mention" data-user-id="31">@Ben</span> <span class="user-group-mention" data-user-group-id="17">@support</span> ' +
        '<span class="user-mention channel-wildcard-mention" data-user-id="*">@all</span> <span class="topic-mention">@topic</span> ' +
        '<span aria-label="technologist" class="emoji emoji-1f468-200d-1f4bb" role="img" title="technologist">:technologist:</span> ' +
        '<img alt=":party:" class="emoji" src="/user_avatars/2/emoji/images/5.png" title="party"> <time datetime="2024-03-07T23:00:00Z">source</time></p>',
    )
    expect(page.querySelectorAll('.mention')).toHaveLength(4)
    expect(page.textContent).toContain('👨‍💻')
    expect(page.querySelector('img.emoji-picture')).not.toBeNull()
    expect(page.querySelector('time')?.textContent).toMatch(/2024/)
  })

  test('formulas with their measures, set in a way the page’s policy allows', () => {
    const page = shown(
      '<p><span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span class="strut" style="height:0.4306em;vertical-align:-0.1em;"></span><span class="mord mathnormal">x</span></span></span></p>',
    )
    expect(page.querySelector<HTMLElement>('.strut')?.style.height).toBe('0.4306em')
    expect(page.querySelector('annotation')?.textContent).toBe('x')
  })

  test('links into the chat stay in the page, others open their own', () => {
    const page = shown(
      '<p><a class="stream-topic" data-stream-id="9" href="/#narrow/channel/9-a/topic/b">#a &gt; b</a> <a href="https://example.com/x">x</a></p>',
    )
    const [inside, outside] = page.querySelectorAll('a')
    expect(inside?.getAttribute('href')).toBe('#narrow/channel/9-a/topic/b')
    expect(outside?.target).toBe('_blank')
  })

  test('an act of the sender’s without its command', () => {
    expect(shown('<p>/me waves</p>', true).textContent).toBe('waves')
  })
})

describe('whatever the server sends, nothing runs', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '<p><img src="x" onerror="alert(1)"></p>',
    '<p><a href="javascript:alert(1)">x</a></p>',
    '<p><a href=" java\nscript:alert(1)">x</a></p>',
    '<p><a href="data:text/html,<script>alert(1)</script>">x</a></p>',
    '<iframe src="https://example.com"></iframe>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<p style="background: url(https://example.com/spy)">x</p>',
    '<form action="https://example.com"><input name="password"></form>',
    '<div class="message_inline_image"><a href="javascript:alert(1)"><img src="https://example.com/spy.png"></a></div>',
    '<p><span class="katex"><span style="position:fixed;background-image:url(https://example.com/x);top:0">x</span></span></p>',
    '<p><span class="katex"><svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg></span></p>',
    '<style>body { display: none }</style><meta http-equiv="refresh" content="0;url=https://example.com"><base href="https://example.com/">',
  ]

  test.each(attacks)('%s', (attack) => {
    const page = shown(attack)
    expect(page.querySelector('script, iframe, form, input, style, meta, base, object, embed, foreignObject')).toBeNull()
    for (const element of page.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on/)
        if (name === 'href' || name === 'src') expect(value).not.toMatch(/^\s*(?:javascript|data):/i)
        if (name === 'src') expect(value).not.toContain('example.com')
        if (name === 'style') expect(value).not.toMatch(/url|fixed/)
      }
    }
  })
})
