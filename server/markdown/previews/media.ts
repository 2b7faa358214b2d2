import type { KnownImage, MarkdownContext } from '../context.ts'
import { escapeAttribute } from '../escape.ts'
import { uploadPath } from '../inline/urls.ts'

const imageFile = /\.(?:bmp|gif|jpe|jpeg|jpg|png|webp)$/i
const videoFile = /\.(?:mp4|webm)$/i
const spinner = '/static/images/loading/loader-black.svg'

/** A preview, and what it is: readers see media in place of their link, where the link is all there is. */
export interface Preview {
  readonly html: string
  readonly replacesLink: boolean
  /** An upload whose thumbnail is still to come. */
  readonly awaits?: string
}

/** A picture or video that a link leads to. `title`: the link's text, where it is not the address itself. */
export function mediaPreview(context: MarkdownContext, url: string, title: string | undefined): Preview | undefined {
  if (videoFile.test(url)) return { html: video(url, title), replacesLink: true }
  const upload = uploadPath(context, url)
  if (upload) {
    const image = context.images?.find(({ path }) => path === upload)
    if (!image) return undefined
    const awaits = image.hasThumbnail ? undefined : image.path
    return { html: framed('message_inline_image', url, title, uploadedImage(image)), replacesLink: true, awaits }
  }
  const source = externalImage(url)
  if (!source) return undefined
  const img = `<img src="${proxied(context, source.image)}">`
  return { html: framed('message_inline_image', source.link, title, img), replacesLink: true }
}

/** The still picture of a video on YouTube, if the address is one of its. */
export function youTubePreview(context: MarkdownContext, url: string): Preview | undefined {
  const id = youTubeId(url)
  if (!id) return undefined
  const img = `<img src="${proxied(context, `https://i.ytimg.com/vi/${id}/mqdefault.jpg`)}">`
  const html = `<div class="youtube-video message_inline_image"><a data-id="${id}" href="${escapeAttribute(url)}">${img}</a></div>`
  return { html, replacesLink: false }
}

const proxied = (context: MarkdownContext, url: string): string => escapeAttribute(context.externalImageUrl?.(url) ?? url)

const frameTitle = (title: string | undefined): string => (title === undefined ? '' : ` title="${escapeAttribute(title)}"`)

const framed = (className: string, url: string, title: string | undefined, inside: string): string =>
  `<div class="${className}"><a href="${escapeAttribute(url)}"${frameTitle(title)}>${inside}</a></div>`

const video = (url: string, title: string | undefined): string =>
  framed(
    'message_inline_image message_inline_video',
    url,
    title,
    `<video preload="metadata" src="${escapeAttribute(url)}"></video>`,
  )

function uploadedImage(image: KnownImage): string {
  const facts = [
    image.isAnimated && image.hasThumbnail ? ' data-animated="true"' : '',
    image.hasThumbnail ? '' : ' class="image-loading-placeholder"',
    ` data-original-content-type="${escapeAttribute(image.contentType)}"`,
    ` data-original-dimensions="${image.width}x${image.height}"`,
    image.transcoded && image.hasThumbnail ? ` data-transcoded-image="${escapeAttribute(image.transcoded)}"` : '',
  ]
  const thumbnail = `/user_uploads/thumbnail/${image.path}/${image.isAnimated ? '840x560-anim.webp' : '840x560.webp'}`
  return `<img${facts.join('')} src="${escapeAttribute(image.hasThumbnail ? thumbnail : spinner)}">`
}

function parseUrl(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}

/** Some sites show a page under an address that looks like a picture's: we know where the picture is. */
function externalImage(url: string): { image: string; link: string } | undefined {
  const parsed = parseUrl(url)
  if (!parsed?.protocol.startsWith('http') || parsed.host === 'pasteboard.co' || !imageFile.test(parsed.pathname))
    return undefined
  if (parsed.host.endsWith('.wikipedia.org') && parsed.pathname.startsWith('/wiki/File:')) {
    parsed.pathname = parsed.pathname.replace('/wiki/File:', '/wiki/Special:FilePath/File:')
    return { image: parsed.href, link: parsed.href }
  }
  if (parsed.host === 'linx.li')
    return { image: `https://linx.li/s${parsed.pathname}`, link: `https://linx.li/s${parsed.pathname}` }
  const blob = /^\/([^/]+\/[^/]+)\/blob\/(.*)$/.exec(parsed.pathname)
  if (blob && /(?:^|\.)github\.com$/.test(parsed.host))
    return { image: `https://raw.githubusercontent.com/${blob[1]}/${blob[2]}`, link: url }
  return { image: url, link: url }
}

const youTubeHosts = new Set([
  'm.youtube.com',
  'www.youtube.com',
  'www.youtube-nocookie.com',
  'youtube.com',
  'youtube-nocookie.com',
])

function youTubeId(url: string): string | undefined {
  const parsed = parseUrl(url)
  if (!parsed?.protocol.startsWith('http')) return undefined
  const id = parsed.host === 'youtu.be' ? parsed.pathname.slice(1) : youTubeHosts.has(parsed.host) ? idOnYouTube(parsed) : null
  return id && /^[\w-]+$/.test(id) ? id : undefined
}

function idOnYouTube({ pathname, searchParams }: URL): string | null | undefined {
  if (pathname === '/watch' || pathname === '/watch_popup') return searchParams.get('v')
  if (pathname === '/watch_videos') return searchParams.get('video_ids')?.split(',', 1)[0]
  return /^\/(?:embed|shorts|v)\/([^/]*)/.exec(pathname)?.[1]
}
