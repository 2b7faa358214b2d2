import { describe, expect, test } from 'vitest'
import { html, rendered } from '../test-support/organization.ts'

const picture = {
  path: '2/ab/xyz/n.png',
  contentType: 'image/png',
  width: 1920,
  height: 1080,
  isAnimated: false,
  hasThumbnail: true,
}
const link = '[n.png](/user_uploads/2/ab/xyz/n.png)'

describe('pictures that people upload', () => {
  test('are shown below the paragraph', () => {
    expect(html(`look: ${link}`, { images: [picture] })).toBe(
      '<p>look: <a href="/user_uploads/2/ab/xyz/n.png">n.png</a></p>\n' +
        '<div class="message_inline_image"><a href="/user_uploads/2/ab/xyz/n.png" title="n.png"><img data-original-content-type="image/png" ' +
        'data-original-dimensions="1920x1080" src="/user_uploads/thumbnail/2/ab/xyz/n.png/840x560.webp"></a></div>',
    )
  })

  test('show a spinner until their thumbnail is there', () => {
    const message = rendered(link, { images: [{ ...picture, hasThumbnail: false }] })
    expect(message.html).toContain(
      '<img class="image-loading-placeholder" data-original-content-type="image/png" data-original-dimensions="1920x1080" src="/static/images/loading/loader-black.svg">',
    )
    expect(message).toMatchObject({ awaitedThumbnails: ['2/ab/xyz/n.png'], attachments: ['2/ab/xyz/n.png'], hasImage: true })
  })

  test('move, or are shown in another format, where browsers need it', () => {
    expect(html(link, { images: [{ ...picture, isAnimated: true }] })).toMatch(/<img data-animated="true" .*840x560-anim\.webp">/)
    expect(html(link, { images: [{ ...picture, transcoded: '1920x1080.webp' }] })).toContain(
      ' data-transcoded-image="1920x1080.webp" ',
    )
  })

  test('that are no pictures are links', () => {
    expect(html(link)).toBe('<p><a href="/user_uploads/2/ab/xyz/n.png">n.png</a></p>')
  })

  test('belong to the message even where it quotes them', () => {
    expect(rendered(`> ${link}`, { images: [picture] })).toMatchObject({ attachments: ['2/ab/xyz/n.png'], hasImage: false })
  })
})

describe('pictures and videos elsewhere', () => {
  test('stand for their address where it is alone', () => {
    expect(html('https://a.org/b.png')).toBe(
      '<div class="message_inline_image"><a href="https://a.org/b.png"><img src="https://a.org/b.png"></a></div>',
    )
  })

  test('come through our proxy where there is one', () => {
    expect(html('https://a.org/b.png', { externalImageUrl: (url) => `/external_content/x/${url.length}` })).toContain(
      '<img src="/external_content/x/19">',
    )
    expect(html('https://youtu.be/dQw4w9WgXcQ', { externalImageUrl: () => '/external_content/y' })).toContain(
      '<img src="/external_content/y">',
    )
  })

  test('come last in an item', () => {
    expect(html('* see https://a.org/b.png\n* c')).toMatch(
      /<li>see <a .*<\/a><div class="message_inline_image">.*<\/div><\/li>\n<li>c/,
    )
  })

  test('are shown once, and not at all in quotations or where they are many', () => {
    expect(html('https://a.org/b.png https://a.org/b.png').match(/<img/g)).toHaveLength(1)
    expect(html('> https://a.org/b.png')).not.toContain('<img')
    expect(html(Array.from({ length: 25 }, (_, index) => `https://a.org/${index}.png`).join(' '))).not.toContain('<img')
  })

  test('are left out where the organization does not want them', () => {
    expect(html('https://a.org/b.png', { previewImages: false })).toBe(
      '<p><a href="https://a.org/b.png">https://a.org/b.png</a></p>',
    )
  })

  test('play, too', () => {
    expect(html('[v](/user_uploads/2/v.mp4)')).toContain(
      '<div class="message_inline_image message_inline_video"><a href="/user_uploads/2/v.mp4" title="v"><video preload="metadata" src="/user_uploads/2/v.mp4"></video></a></div>',
    )
    expect(html('https://youtu.be/dQw4w9WgXcQ')).toBe(
      '<p><a href="https://youtu.be/dQw4w9WgXcQ">https://youtu.be/dQw4w9WgXcQ</a></p>\n<div class="youtube-video message_inline_image">' +
        '<a data-id="dQw4w9WgXcQ" href="https://youtu.be/dQw4w9WgXcQ"><img src="https://i.ytimg.com/vi/dQw4w9WgXcQ/mqdefault.jpg"></a></div>',
    )
  })

  test('sound is heard only from here', () => {
    const message = rendered('![song.mp3](/user_uploads/2/song.mp3)')
    expect(message.html).toBe(
      '<p><audio controls preload="metadata" src="/user_uploads/2/song.mp3" title="song.mp3"></audio></p>',
    )
    expect(message.attachments).toEqual(['2/song.mp3'])
    expect(html('![song](https://a.org/song.mp3)')).not.toContain('<audio')
  })
})

describe('websites', () => {
  test('are to be asked about once', () => {
    expect(rendered('https://a.org and https://a.org and https://chat.example.org/x').linksToPreview).toEqual(['https://a.org'])
  })

  test('are shown by what they said', () => {
    const facts = { url: 'https://a.org', title: 'A & B', description: 'all of it', imageUrl: 'https://a.org/"x".png' }
    const message = rendered('https://a.org', { linkFacts: [facts] })
    expect(message.linksToPreview).toEqual([])
    expect(message.html).toBe(
      '<p><a href="https://a.org">https://a.org</a></p>\n<div class="message_embed">' +
        '<a class="message_embed_image" href="https://a.org" style="background-image: url(&quot;https://a.org/%22x%22.png&quot;)"></a>' +
        '<div class="data-container"><div class="message_embed_title"><a href="https://a.org">A &amp; B</a></div>' +
        '<div class="message_embed_description">all of it</div></div></div>',
    )
  })

  test('that said nothing have no preview', () => {
    expect(rendered('https://a.org', { linkFacts: [{ url: 'https://a.org' }] })).toMatchObject({
      html: '<p><a href="https://a.org">https://a.org</a></p>',
      linksToPreview: [],
    })
  })
})
