import sharp from 'sharp'
import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import type { Answer, Person } from '../../../test/support/person.ts'
import { heicPhoto } from '../../../test/support/pictures/pictures.ts'

/** A photo whose left half is red and right half blue. */
const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    {
      input: { create: { width: Math.floor(width / 2), height, channels: 3, background: 'blue' } },
      gravity: 'east',
    },
  ])

const animation = (frames: number, size = 40): Promise<Buffer> => {
  const pixels = Buffer.alloc(size * size * frames * 3, 0)
  for (let frame = 0; frame < frames; frame++) pixels.fill(frame * 60, frame * size * size * 3, (frame + 1) * size * size * 3)
  return sharp(pixels, { raw: { width: size, height: size * frames, channels: 3, pageHeight: size } })
    .gif()
    .toBuffer()
}

async function send(person: Person, path: string, content: Buffer, fields: Record<string, string> = {}): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('file', new Blob([content as BlobPart]), 'picture')
  const response = await fetch(`${person.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: person.authorization },
    body: form,
  })
  const body = (await response.json()) as Answer
  if (!response.ok) throw new Error(`${response.status} ${body.msg}`)
  return body
}

async function picture(person: Person, address: string): Promise<Buffer> {
  const response = await person.page(address)
  expect([address, response.status]).toEqual([address, 200])
  return Buffer.from(await response.arrayBuffer())
}

const sizeOf = async (image: Buffer): Promise<string> => {
  const { width, height, pageHeight, format } = await sharp(image, { animated: true }).metadata()
  return `${format} ${width}x${pageHeight ?? height}`
}

/** Where somebody's picture is now. */
const avatarOf = async (person: Person): Promise<string> => (await person.page(`/avatar/${person.id}`)).headers.get('location')!

const medium = (address: string): string => address.replace(/\.png$/, '-medium.png')

test('everyone has a picture from the start, in two sizes, that stays the same and differs from others', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const avatar_url = await avatarOf(ada!)

  const small = await picture(ben!, avatar_url)
  expect(await sizeOf(small)).toBe('png 100x100')
  expect(await sizeOf(await picture(ben!, medium(avatar_url)))).toBe('png 500x500')
  expect((await picture(ben!, avatar_url)).equals(small)).toBe(true)
  const others = await picture(ada!, await avatarOf(ben!))
  expect(others.equals(small)).toBe(false)
  const { dominant } = await sharp(small).stats()
  expect(dominant).not.toEqual({ r: 0, g: 0, b: 0 })
})

test('a photo becomes an upright square avatar that says nothing of where it was taken', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const before = await avatarOf(ada!)
  const turned = await photo(600, 400)
    .withMetadata({ orientation: 6 }) // shown a quarter turn clockwise: red is above
    .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer()

  const { avatar_url } = await send(ada!, '/users/me/avatar', turned)

  expect(avatar_url).not.toBe(before)
  const small = await picture(ben!, avatar_url)
  expect([await sizeOf(small), await sizeOf(await picture(ben!, medium(avatar_url)))]).toEqual(['png 100x100', 'png 500x500'])
  const { exif, orientation } = await sharp(small).metadata()
  expect([exif, orientation]).toEqual([undefined, undefined])
  const pixels = await sharp(small).removeAlpha().raw().toBuffer()
  const at = (x: number, y: number): number[] => [...pixels.subarray((y * 100 + x) * 3, (y * 100 + x) * 3 + 3)]
  expect(at(50, 5)[0]).toBeGreaterThan(200)
  expect(at(50, 95)[2]).toBeGreaterThan(200)
})

test('a picture straight from a phone is an avatar and an emoji, and half of one is neither', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')

  const { avatar_url } = await send(ada!, '/users/me/avatar', heicPhoto)
  await send(ada!, '/realm/emoji/flag', heicPhoto)

  const small = await picture(ada!, avatar_url)
  expect(await sizeOf(small)).toBe('png 100x100')
  const pixels = await sharp(small).removeAlpha().raw().toBuffer()
  expect(pixels[(5 * 100 + 50) * 3]).toBeGreaterThan(150) // red above
  expect(pixels[(95 * 100 + 50) * 3 + 2]).toBeGreaterThan(150)
  const { emoji } = await ada!.get('/realm/emoji')
  const { source_url } = Object.values(emoji)[0] as { source_url: string }
  expect(await sizeOf(await picture(ada!, source_url))).toBe('png 64x64')
  await expect(send(ada!, '/users/me/avatar', heicPhoto.subarray(0, 500))).rejects.toThrow(/400 Could not decode image/)
})

test('an avatar can be changed and taken away, and its old files go', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const image = await photo(300, 300).png().toBuffer()
  const first = await send(ada!, '/users/me/avatar', image)
  const second = await send(ada!, '/users/me/avatar', image)
  expect(second.avatar_url).not.toBe(first.avatar_url)
  const stored = () => landline.appliance.database.read.selectFrom('blobs').select('key').execute()
  expect(await stored()).toHaveLength(2)

  const none = await ada!.delete('/users/me/avatar')

  expect(await sizeOf(await picture(ada!, none.avatar_url))).toBe('png 100x100')
  expect(await stored()).toEqual([])
  await expect.poll(() => landline.appliance.database.read.selectFrom('discardedBlobs').selectAll().execute()).toEqual([])
})

test('an avatar is found by its person, by number or by address', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const avatar = await avatarOf(ada!)
  for (const [path, target] of [
    [`/avatar/${ada!.id}/medium`, medium(avatar)],
    [`/avatar/${encodeURIComponent(ada!.email)}`, avatar],
  ] as const) {
    const response = await ben!.page(path)
    expect([response.status, response.headers.get('location')]).toEqual([302, target])
  }
  expect((await ben!.page('/avatar/nobody@example.com')).status).toBe(404)
})

test.each([
  ['text', Buffer.from('this is no picture')],
  ['a drawing that could load other files', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['nothing at all', Buffer.alloc(0)],
])('%s is not taken for a picture', async (_, content) => {
  const landline = await startLandline()
  await expect(send(landline.owner, '/users/me/avatar', content)).rejects.toThrow('400 Could not decode image')
})

test('half a picture is refused, and so is a very large one', async () => {
  const landline = await startLandline()
  const whole = await photo(400, 400).jpeg().toBuffer()
  await expect(send(landline.owner, '/users/me/avatar', whole.subarray(0, whole.length / 2))).rejects.toThrow('Could not decode')
  await expect(send(landline.owner, '/users/me/avatar', Buffer.alloc(5 * 1024 * 1024 + 1))).rejects.toThrow(
    'larger than the allowed limit of 5 MiB',
  )
})

test('administrators give the organization an icon and two logos', async () => {
  const landline = await startLandline()
  const [ada] = await landline.users('Ada')
  const image = await photo(1600, 100).png().toBuffer()
  expect(await sizeOf(await picture(ada!, '/user_avatars/1/realm/icon.png'))).toBe('png 100x100')

  const { icon_url } = await send(landline.owner, '/realm/icon', image)
  expect(await sizeOf(await picture(ada!, icon_url))).toBe('png 100x100')
  await send(landline.owner, '/realm/logo', image, { night: 'false' })
  await send(landline.owner, '/realm/logo', await photo(400, 200).png().toBuffer(), { night: 'true' })
  const where = async (night: boolean): Promise<string> =>
    (await ada!.fetch('GET', '/realm/logo', { night })).url.replace(landline.url, '')
  expect(await sizeOf(await picture(ada!, await where(false)))).toBe('png 800x50')
  expect(await sizeOf(await picture(ada!, await where(true)))).toBe('png 200x100')

  expect((await fetch(landline.url + icon_url)).status).toBe(200) // sign-in pages show it
  await expect(send(ada!, '/realm/icon', image)).rejects.toThrow('Must be an organization administrator')
  const { icon_url: drawn } = await landline.owner.delete('/realm/icon')
  expect(drawn).not.toBe(icon_url)
})

test('people add an emoji of their own, and a moving one has a still frame', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  await send(ada!, '/realm/emoji/party', await animation(3))
  await send(ada!, '/realm/emoji/ship%20it', await photo(100, 60).webp().toBuffer())

  const { emoji } = await ben!.get('/realm/emoji')
  const [party, shipIt] = Object.values(emoji as Record<string, Answer>)
  expect([party!.name, party!.author_id, party!.deactivated]).toEqual(['party', ada!.id, false])
  expect([shipIt!.name, shipIt!.still_url]).toEqual(['ship_it', null])
  expect(await sizeOf(await picture(ben!, party!.source_url))).toBe('gif 64x64')
  expect((await sharp(await picture(ben!, party!.source_url)).metadata()).pages).toBe(3)
  expect(await sizeOf(await picture(ben!, party!.still_url))).toBe('png 64x64')
  expect(await sizeOf(await picture(ben!, shipIt!.source_url))).toBe('png 64x64')

  await expect(send(ben!, '/realm/emoji/party', await animation(2))).rejects.toThrow('already exists')
  await expect(send(ben!, '/realm/emoji/UPPER', await animation(2))).rejects.toThrow('Emoji names must contain only')
  await expect(ben!.delete('/realm/emoji/party')).rejects.toThrow('administrator or emoji author')
  await ada!.delete('/realm/emoji/party')
  const { emoji: after } = await ben!.get('/realm/emoji')
  expect(after[party!.id].deactivated).toBe(true)
  expect((await ben!.page(party!.source_url)).status).toBe(200) // old messages show it
  await expect(ada!.delete('/realm/emoji/party')).rejects.toThrow("404 BAD_REQUEST: Emoji 'party' does not exist")
})
