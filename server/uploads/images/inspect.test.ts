import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { heicPhoto } from '../../../test/support/pictures/pictures.ts'
import { inspectImage } from './inspect.ts'

const inspect = async (content: Buffer) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'landline-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(path.join(folder, 'image'), content)
  return await inspectImage(path.join(folder, 'image'))
}

const red = sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } })

/** A PNG of a few bytes whose header says that it is this wide and high. */
async function claimingSize(size: number): Promise<Buffer> {
  const image = await red.clone().png().toBuffer()
  image.writeUInt32BE(size, 16)
  image.writeUInt32BE(size, 20)
  image.writeUInt32BE(crc32(image.subarray(12, 29)), 29)
  return image
}

test.each(['jpeg', 'png', 'gif', 'webp', 'tiff', 'avif'] as const)('a picture is known by its bytes: %s', async (format) => {
  expect(await inspect(await red.clone().toFormat(format).toBuffer())).toEqual({
    contentType: `image/${format}`,
    width: 6,
    height: 4,
    frames: 1,
  })
})

test('a picture of a phone is known, as wide and high as it is shown', async () => {
  expect(await inspect(heicPhoto)).toEqual({ contentType: 'image/heic', width: 200, height: 320, frames: 1 })
  const huge = Buffer.from(heicPhoto)
  const size = huge.indexOf('ispe') + 8
  huge.writeUInt32BE(8000, size)
  huge.writeUInt32BE(8000, size + 4)
  expect(await inspect(huge)).toBeUndefined()
})

test('a small file that would unpack into gigabytes is a file, not a picture', async () => {
  expect(await inspect(await claimingSize(9_000))).toMatchObject({ width: 9_000 })
  expect(await inspect(await claimingSize(10_000))).toBeUndefined()
})

test.each([
  ['text', 'hello'],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  ['a PDF', '%PDF-1.7'],
  ['a beginning of a JPEG', '\xff\xd8\xff'],
  ['nothing', ''],
])('%s is no picture', async (_, content) => {
  expect(await inspect(Buffer.from(content, 'latin1'))).toBeUndefined()
})
