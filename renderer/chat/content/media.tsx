import { Play } from 'lucide-react'
import { useState } from 'react'
import { classNames, Spinner } from '../../ui/index.ts'
import { safeHref, safeSource } from './links.ts'
import { openLightbox, type Picture } from './open-lightbox.ts'

/** The pictures and videos that stand one after the other in a message. */
export function Gallery({ previews }: { previews: Element[] }) {
  const pictures = previews.map(pictureOf).filter((picture) => picture !== undefined)
  return (
    <div className={classNames('gallery', previews.length > 1 && 'gallery-many')}>
      {previews.map((preview, index) => {
        const key = `${index.toString()}-${preview.querySelector('a')?.getAttribute('href')}`
        const video = preview.querySelector('video')
        if (video) return <Video key={key} element={video} />
        if (preview.querySelector('a[data-id]')) return <Embed key={key} element={preview} />
        const picture = pictureOf(preview)
        return (
          picture && (
            <Thumbnail
              key={key}
              picture={picture}
              onOpen={() =>
                openLightbox(
                  pictures,
                  pictures.findIndex(({ href }) => href === picture.href),
                )
              }
            />
          )
        )
      })}
    </div>
  )
}

function pictureOf(preview: Element): Picture | undefined {
  const link = preview.querySelector('a')
  const image = preview.querySelector('img')
  const href = safeHref(link?.getAttribute('href') ?? null)
  const thumbnail = safeSource(image?.getAttribute('src') ?? null)
  if (!href || !image || link?.hasAttribute('data-id')) return undefined
  const size = image.getAttribute('data-original-dimensions')?.match(/^(\d+)x(\d+)$/)
  const name = link?.getAttribute('title') || decodeURIComponent(href.split('/').at(-1) ?? '')
  return {
    href,
    thumbnail,
    name,
    pending: image.classList.contains('image-loading-placeholder'),
    // what a thumbnail cannot show larger: animation, and pictures from elsewhere, whose original the policy keeps out
    full: href.startsWith('/') ? (safeSource(image.getAttribute('data-transcoded-image')) ?? href) : thumbnail,
    width: size ? Number(size[1]) : undefined,
    height: size ? Number(size[2]) : undefined,
  }
}

const most = { width: 420, height: 300 }

function Thumbnail({ picture, onOpen }: { picture: Picture; onOpen: () => void }) {
  const [broken, setBroken] = useState(false)
  const { width = 4, height = 3, name } = picture
  // the room it will need is kept from the start, so that nothing moves when it has loaded
  const scale = Math.min(1, most.width / width, most.height / height)
  const style = picture.width ? { width: Math.max(48, width * scale), aspectRatio: `${width} / ${height}` } : undefined
  return (
    <a
      className={classNames('thumbnail', !picture.width && 'thumbnail-unsized')}
      href={picture.href}
      title={name}
      style={style}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
      }}
    >
      {picture.pending || !picture.thumbnail || broken ? (
        <span className="thumbnail-wait">{broken ? name : <Spinner label={`Preparing ${name}`} />}</span>
      ) : (
        <img src={picture.thumbnail} alt={name} loading="lazy" decoding="async" onError={() => setBroken(true)} />
      )}
    </a>
  )
}

function Video({ element }: { element: Element }) {
  const src = safeSource(element.getAttribute('src'))
  if (!src) return null
  // biome-ignore lint/a11y/useMediaCaption: people's own recordings have no captions
  return <video className="video" controls preload="metadata" src={src} />
}

export function Sound({ element }: { element: Element }) {
  const src = safeSource(element.getAttribute('src'))
  const name = element.getAttribute('title') ?? 'Audio'
  if (!src) return null
  return (
    <figure className="sound">
      <figcaption>{name}</figcaption>
      {/* biome-ignore lint/a11y/useMediaCaption: people's own recordings have no captions */}
      <audio controls preload="metadata" src={src} aria-label={name} />
    </figure>
  )
}

/** A video on another site: its still here, the video itself there, where the reader chooses to go. */
function Embed({ element }: { element: Element }) {
  const href = safeHref(element.querySelector('a')?.getAttribute('href') ?? null)
  const still = safeSource(element.querySelector('img')?.getAttribute('src') ?? null)
  if (!href) return null
  return (
    <a
      className="embed-video"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={`Watch on ${new URL(href).hostname}`}
    >
      {still && <img src={still} alt="" loading="lazy" />}
      <span className="embed-play">
        <Play size={22} fill="currentColor" aria-hidden />
      </span>
    </a>
  )
}

/** What a linked page says about itself. */
export function PagePreview({ element }: { element: Element }) {
  const title = element.querySelector('.message_embed_title a')
  const description = element.querySelector('.message_embed_description')?.textContent
  const link = safeHref((title ?? element.querySelector('.message_embed_image'))?.getAttribute('href') ?? null)
  const image = element
    .querySelector('.message_embed_image')
    ?.getAttribute('style')
    ?.match(/url\(["']?(.*?)["']?\)/)?.[1]
  const src = safeSource(image ?? null)
  if (!link) return null
  return (
    <a className="page-preview" href={link} target="_blank" rel="noopener noreferrer">
      {src && <img src={src} alt="" loading="lazy" />}
      <span className="page-preview-text">
        <strong>{title?.textContent || link}</strong>
        {description && <span className="page-preview-description">{description}</span>}
        <span className="page-preview-site">{new URL(link, location.href).hostname}</span>
      </span>
    </a>
  )
}
