import type { ImageFacts } from './inspect.ts'

/**
 * The smaller versions of every image that clients may ask for, as /register lists them: a client takes the last part of a
 * thumbnail's address for a name of this list.
 * @see https://zulip.com/api/register-queue#response, `server_thumbnail_formats`
 */
export const thumbnailFormats = [
  { name: '840x560-anim.webp', max_width: 840, max_height: 560, format: 'webp', animated: true },
  { name: '840x560.webp', max_width: 840, max_height: 560, format: 'webp', animated: false },
] as const

export interface ThumbnailFormat {
  readonly name: string
  readonly max_width: number
  readonly max_height: number
  readonly animated: boolean
}

/** What all browsers show by themselves. */
const shownEverywhere = ['image/gif', 'image/jpeg', 'image/png', 'image/webp']

/** A version in full size of an image that few browsers show; named by its bounds, as Zulip names it. */
export function transcodedFormat(image: ImageFacts): ThumbnailFormat | undefined {
  if (shownEverywhere.includes(image.contentType)) return undefined
  const [max_width, max_height] = image.width >= image.height ? [4032, 3024] : [3024, 4032]
  return { name: `${max_width}x${max_height}.webp`, max_width, max_height, animated: false }
}

export function findFormat(name: string, image: ImageFacts): ThumbnailFormat | undefined {
  const listed = thumbnailFormats.find((format) => format.name === name)
  if (listed) return listed.animated && image.frames === 1 ? undefined : listed
  const transcoded = transcodedFormat(image)
  return transcoded?.name === name ? transcoded : undefined
}
