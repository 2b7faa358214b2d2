import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder, startLandline } from '../../../test/support/landline.ts'
import type { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import { ExternalImages } from './external-images.ts'
import { isPublicAddress } from './public-only.ts'

const picture = await sharp({ create: { width: 5, height: 5, channels: 3, background: 'teal' } })
  .png()
  .toBuffer()

/** Another site, which in truth is on this computer. */
async function site(answer: RequestListener): Promise<{ url: string; visits: string[] }> {
  const visits: string[] = []
  const server = createServer((incoming, outgoing) => {
    visits.push(incoming.url!)
    answer(incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits }
}

const someSecrets = (): SecretStore => {
  const kept = new Map<string, Secret>()
  return {
    get: async (name) => kept.get(name),
    set: async (name, secret) => void kept.set(name, secret),
    delete: async (name) => void kept.delete(name),
    names: async () => [...kept.keys()],
  }
}

async function open(
  options: { mayConnect?: (address: string, port: number) => boolean; secrets?: SecretStore; folder?: string } = {},
) {
  const { mayConnect = () => true, secrets = someSecrets(), folder = path.join(newFolder(), 'external') } = options
  const images = await ExternalImages.open({ secrets, folder, mayConnect })
  onTestFinished(() => images.close())
  const show = async (url: string) => {
    const [, , digest, hex] = images.addressOf(url).split('/')
    return await images.find(digest!, hex!)
  }
  return { images, show }
}

test('a picture from elsewhere is fetched once and kept, also over a restart', async () => {
  const { url, visits } = await site((_, response) => response.setHeader('content-type', 'image/png').end(picture))
  const [secrets, folder] = [someSecrets(), path.join(newFolder(), 'external')]
  const { images, show } = await open({ secrets, folder })
  expect(await show(`${url}/cat.png`)).toEqual({ contentType: 'image/png', content: picture })
  expect(await show(`${url}/cat.png`)).toBeDefined()
  const again = await open({ secrets, folder })
  expect(again.images.addressOf(`${url}/cat.png`)).toBe(images.addressOf(`${url}/cat.png`))
  expect(await again.show(`${url}/cat.png`)).toBeDefined()
  expect(visits).toEqual(['/cat.png'])
})

test('only an address that we signed is fetched', async () => {
  const { url, visits } = await site((_, response) => response.end(picture))
  const { images } = await open()
  const [, , digest] = images.addressOf(`${url}/cat.png`).split('/')
  expect(await images.find(digest!, Buffer.from(`${url}/dog.png`).toString('hex'))).toBeUndefined()
  expect(await images.find('00'.repeat(20), Buffer.from(`${url}/cat.png`).toString('hex'))).toBeUndefined()
  expect(visits).toEqual([])
})

test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '127.1'])(
  'nobody makes the server look at itself as %s',
  async (host) => {
    const { url, visits } = await site((_, response) => response.end(picture))
    const there = url.replace('127.0.0.1', host)
    const careful = await open({ mayConnect: (address) => isPublicAddress(address, 80) })
    expect(await careful.show(`${there}/x.png`)).toBeUndefined()
    expect(visits).toEqual([])
    const careless = await open()
    expect(await careless.show(`${there}/x.png`)).toBeDefined() // so it was the guard that kept us away
  },
)

test.each([
  ['169.254.169.254', 80],
  ['192.168.1.7', 80],
  ['10.0.0.1', 443],
  ['100.64.0.1', 80],
  ['0.0.0.0', 80],
  ['224.0.0.1', 80],
  ['::1', 80],
  ['fe80::1', 80],
  ['fd00::1', 443],
  ['::ffff:10.0.0.1', 80],
  ['1.1.1.1', 25],
])('%s, port %i is not the internet', (address, port) => expect(isPublicAddress(address, port)).toBe(false))

test('the internet is', () => {
  expect(isPublicAddress('1.1.1.1', 443)).toBe(true)
  expect(isPublicAddress('2606:4700:4700::1111', 80)).toBe(true)
})

test('a redirect is judged as strictly as the first address', async () => {
  const inside = await site((_, response) => response.end(picture))
  const outside = await site((_, response) => response.writeHead(302, { location: `${inside.url}/secret.png` }).end())
  const insidePort = Number(new URL(inside.url).port)
  const { show } = await open({ mayConnect: (_, port) => port !== insidePort })
  expect(await show(`${outside.url}/open.png`)).toBeUndefined()
  expect([outside.visits, inside.visits]).toEqual([['/open.png'], []])

  const harmless = await open()
  expect(await harmless.show(`${outside.url}/open.png`)).toBeDefined()
})

test.each([
  ['a page', (response: any) => response.setHeader('content-type', 'image/png').end('<html><script>alert(1)</script>')],
  ['a drawing with a script', (response: any) => response.setHeader('content-type', 'image/svg+xml').end('<svg/>')],
  ['nothing', (response: any) => response.end()],
  ['an error', (response: any) => response.writeHead(500).end(picture)],
  ['a flood', (response: any) => response.end(Buffer.concat([picture, Buffer.alloc(11 * 1024 * 1024)]))],
  ['a circle', (response: any) => response.writeHead(302, { location: '/again' }).end()],
])('what turns out to be %s is not shown, and not asked for again at once', async (_, answer) => {
  const { url, visits } = await site((_request, response) => answer(response))
  const { show } = await open()
  expect(await show(`${url}/x.png`)).toBeUndefined()
  const before = visits.length
  expect(await show(`${url}/x.png`)).toBeUndefined()
  expect(visits.length).toBe(before)
})

test('readers sign in to see a picture from elsewhere, and it runs nothing', async () => {
  const landline = await startLandline()
  const address = landline.appliance.features.uploads.externalImages!.addressOf('http://127.0.0.1:1/x.png')
  expect(address).toMatch(/^\/external_content\/[0-9a-f]{40}\/[0-9a-f]+$/)
  expect((await landline.owner.page(address)).status).toBe(404) // this computer is not the internet
  expect((await fetch(landline.url + address)).status).toBe(401)
})
