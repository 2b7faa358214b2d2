import { readFile } from 'node:fs/promises'
import type { Sharp, SharpOptions } from 'sharp'
import { decodeHeic } from './heic/decode.ts'
import { firstBytes, imageTypeOf, readingOptions } from './inspect.ts'
import { sharp } from './sharp.ts'

/** A picture, upright and ready to be drawn from. @param picture its bytes, or the path of its file */
export async function readPicture(picture: string | Buffer, options: SharpOptions = {}): Promise<Sharp> {
  const library = await sharp()
  const start = typeof picture === 'string' ? await firstBytes(picture) : picture.subarray(0, 16)
  if (imageTypeOf(start) !== 'image/heic') return library(picture, { ...readingOptions, ...options }).autoOrient()
  const { data, width, height } = await decodeHeic(typeof picture === 'string' ? await readFile(picture) : picture)
  return library(data, { raw: { width, height, channels: 4 } })
}
