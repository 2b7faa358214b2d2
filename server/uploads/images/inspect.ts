import { open } from 'node:fs/promises'
import type { Metadata } from 'sharp'
import { sharp } from './sharp.ts'
import { inTurn } from './turns.ts'

export interface ImageFacts {
  readonly contentType: string
  /** As it is shown: after the turn that a camera noted down. */
  readonly width: number
  readonly height: number
  readonly frames: number
}

/** More would need gigabytes to decode. Zulip's figures. */
const mostPixels = 90_000_000
export const mostAnimatedPixels = 30_000_000
/** Its decoder is slower and needs more memory; phones take 12 million, at most 48. */
const mostHeicPixels = 50_000_000

/**
 * What the header of an image says; its pixels are not decoded. Undefined for what is not an image that we can show, or one
 * so large that we will not.
 */
export async function inspectImage(file: string): Promise<ImageFacts | undefined> {
  const contentType = imageTypeOf(await firstBytes(file))
  if (!contentType) return undefined
  try {
    const header = await inTurn(async () => (await sharp())(file, readingOptions).metadata())
    if (contentType === 'image/heic') return heicFacts(header)
    const { autoOrient, pages = 1, pageHeight } = header
    const { width } = autoOrient
    const height = pages > 1 && pageHeight ? pageHeight : autoOrient.height
    return isBearable(width, height, pages) ? { contentType, width, height, frames: pages } : undefined
  } catch {
    return undefined // a damaged header: a file like any other
  }
}

/** It may hold several pictures, of which the first is shown. What has another compression than phones use stays a file. */
function heicFacts({ autoOrient: { width, height }, compression }: Metadata): ImageFacts | undefined {
  if (compression !== 'hevc' || width * height > mostHeicPixels) return undefined
  return { contentType: 'image/heic', width, height, frames: 1 }
}

/** Pixels are counted by `isBearable`, animations by the frames that we decode. */
export const readingOptions = { failOn: 'error', limitInputPixels: false, sequentialRead: true } as const

const isBearable = (width: number, height: number, frames: number): boolean =>
  frames === 1 ? width * height <= mostPixels : width * height * Math.min(3, frames) <= mostAnimatedPixels

export async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** By the bytes themselves: what a sender calls a file decides nothing about who decodes it. SVG is not among them. */
export function imageTypeOf(start: Buffer): string | undefined {
  const text = start.toString('latin1')
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  if (/^RIFF....WEBP/s.test(text)) return 'image/webp'
  if (/^(II\*\0|MM\0\*)/.test(text)) return 'image/tiff'
  if (/^....ftypavi[fs]/s.test(text)) return 'image/avif'
  if (/^....ftyp(hei[cx]|mif1)/s.test(text)) return 'image/heic'
  return undefined
}
