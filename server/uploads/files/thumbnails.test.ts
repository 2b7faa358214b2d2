import sharp from 'sharp'
import { expect, test } from 'vitest'
import { type Landline, startLandline } from '../../../test/support/landline.ts'
import type { Person } from '../../../test/support/person.ts'
import { heicPhoto } from '../../../test/support/pictures/pictures.ts'
import { uploadFacts } from './facts.ts'

const photo = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'teal' } })

const animation = (frames: number, size: number): Promise<Buffer> => {
  const pixels = Buffer.from(
    Array.from({ length: size * size * frames * 3 }, (_, index) => Math.floor(index / (size * size * 3)) * 50),
  )
  return sharp(pixels, { raw: { width: size, height: size * frames, channels: 3, pageHeight: size } })
    .gif()
    .toBuffer()
}

const thumbnail = (uri: string, format: string): string =>
  `${uri.replace('/user_uploads/', '/user_uploads/thumbnail/')}/${format}`

async function shown(person: Person, address: string): Promise<string> {
  const response = await person.page(address)
  if (response.status !== 200) return String(response.status)
  const {
    width,
    height,
    pageHeight,
    pages = 1,
    format,
  } = await sharp(Buffer.from(await response.arrayBuffer()), {
    animated: true,
  }).metadata()
  return `${format} ${width}x${pageHeight ?? height}, ${pages} frames`
}

async function colourAt(response: Response, top: number): Promise<{ r: number; g: number; b: number }> {
  const spot = sharp(Buffer.from(await response.arrayBuffer())).extract({ left: 100, top, width: 1, height: 1 })
  const [r, g, b] = await spot.removeAlpha().raw().toBuffer()
  return { r: r!, g: g!, b: b! }
}

const factsOf = async (landline: Landline, { uri }: { uri?: string }) =>
  (await uploadFacts(landline.appliance.database.read, [uri!.slice('/user_uploads/'.length)]))[0]!

test('a photo has a smaller version that keeps its shape, and its size is known at once', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const { uri } = await ada!.upload('wide.jpg', await photo(2000, 1000).jpeg().toBuffer(), 'image/jpeg')
  const small = await ada!.upload('small.png', await photo(30, 20).png().toBuffer(), 'image/png')

  expect(await factsOf(landline, { uri })).toMatchObject({
    contentType: 'image/jpeg',
    image: { width: 2000, height: 1000, isAnimated: false },
  })
  expect(await shown(ada!, thumbnail(uri, '840x560.webp'))).toBe('webp 840x420, 1 frames')
  expect(await shown(ada!, thumbnail(small.uri, '840x560.webp'))).toBe('webp 30x20, 1 frames')
  expect(await shown(ada!, thumbnail(uri, '840x560-anim.webp'))).toBe('404')
  expect(await shown(ada!, thumbnail(uri, '9999x9999.webp'))).toBe('404')
})

test('a photo taken upright is told and shown upright', async () => {
  const landline = await startLandline()
  const { uri } = await landline.owner.upload('up.jpg', await photo(1200, 600).withMetadata({ orientation: 6 }).jpeg().toBuffer())
  expect(await factsOf(landline, { uri })).toMatchObject({ image: { width: 600, height: 1200 } })
  expect(await shown(landline.owner, thumbnail(uri, '840x560.webp'))).toBe('webp 280x560, 1 frames')
})

test('a moving picture keeps moving, and has a version that does not', async () => {
  const landline = await startLandline()
  const { uri } = await landline.owner.upload('cat.gif', await animation(4, 900), 'image/gif')
  expect(await factsOf(landline, { uri })).toMatchObject({ image: { width: 900, height: 900, isAnimated: true } })
  expect(await shown(landline.owner, thumbnail(uri, '840x560-anim.webp'))).toBe('webp 560x560, 4 frames')
  expect(await shown(landline.owner, thumbnail(uri, '840x560.webp'))).toBe('webp 560x560, 1 frames')
})

test('a scan that browsers cannot show has a version in full size that they can', async () => {
  const landline = await startLandline()
  const { uri } = await landline.owner.upload('scan.tiff', await photo(900, 1500).tiff().toBuffer(), 'image/tiff')
  expect(await factsOf(landline, { uri })).toMatchObject({ contentType: 'image/tiff', image: { transcoded: '3024x4032.webp' } })
  expect(await shown(landline.owner, thumbnail(uri, '3024x4032.webp'))).toBe('webp 900x1500, 1 frames')
  expect(await shown(landline.owner, thumbnail(uri, '840x560.webp'))).toBe('webp 336x560, 1 frames')
})

test('a photo in the format of phones has versions that browsers can show, upright', async () => {
  const landline = await startLandline()
  const { uri } = await landline.owner.upload('IMG_0001.HEIC', heicPhoto, 'image/heic')
  expect(await factsOf(landline, { uri })).toMatchObject({
    contentType: 'image/heic',
    image: { width: 200, height: 320, transcoded: '3024x4032.webp' },
  })
  expect(await shown(landline.owner, thumbnail(uri, '3024x4032.webp'))).toBe('webp 200x320, 1 frames')
  const small = await landline.owner.page(thumbnail(uri, '840x560.webp'))
  const [above, below] = await Promise.all([colourAt(small.clone(), 20), colourAt(small, 300)])
  expect(above.r).toBeGreaterThan(above.b + 100)
  expect(below.b).toBeGreaterThan(below.r + 100)
})

test('only those who may see a photo see its smaller version', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const { uri } = await ada!.upload('p.png', await photo(10, 10).png().toBuffer())
  expect(await shown(ben!, thumbnail(uri, '840x560.webp'))).toBe('403')
})

test('half a photo turns out to be none as soon as it is drawn, and stays a file', async () => {
  const landline = await startLandline()
  const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 256))
  const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
    .jpeg()
    .toBuffer()
  const half = whole.subarray(0, whole.length / 2)
  const { uri } = await landline.owner.upload('half.jpg', half, 'image/jpeg')

  await expect.poll(async () => (await factsOf(landline, { uri })).image).toBeUndefined()

  expect(await shown(landline.owner, thumbnail(uri, '840x560.webp'))).toBe('404')
  expect(Buffer.from(await (await landline.owner.page(uri)).arrayBuffer()).equals(half)).toBe(true)
})

test('a removed photo takes its smaller versions along', async () => {
  const landline = await startLandline()
  const { uri } = await landline.owner.upload('p.png', await photo(900, 900).png().toBuffer())
  expect(await shown(landline.owner, thumbnail(uri, '840x560.webp'))).toContain('webp')
  const { attachments } = await landline.owner.get('/attachments')
  await landline.owner.delete(`/attachments/${attachments[0].id}`)
  expect(await landline.appliance.database.read.selectFrom('blobs').select('key').execute()).toEqual([])
})
