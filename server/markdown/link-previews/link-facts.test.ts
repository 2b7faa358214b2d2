import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { LinkFactFinder } from './link-facts.ts'
import { isPublicAddress } from './public-addresses.ts'

const servers: Server[] = []

/** A website on this machine: its address, and how often it was asked. */
async function website(answer: RequestListener): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked }
}

const page =
  (html: string, type = 'text/html; charset=utf-8'): RequestListener =>
  (_request, response) =>
    response.setHeader('content-type', type).end(html)

const onThisMachine = { isAllowed: (address: string) => address === '127.0.0.1' }

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('a website is asked what it is', () => {
  test('and says it in its head', async () => {
    const { url } = await website(
      page(
        '<title>Old</title><meta property="og:title" content="Soup &amp; salad"><meta name=description content=" all\n of it "><meta property=og:image content="/x.png"><body><meta property="og:title" content="no">',
      ),
    )
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({
      url,
      title: 'Soup & salad',
      description: 'all of it',
      imageUrl: new URL('/x.png', url).href,
    })
  })

  test('in its own encoding', async () => {
    const { url } = await website((_request, response) =>
      response.setHeader('content-type', 'text/html; charset=iso-8859-1').end(Buffer.from('<title>Käse</title>', 'latin1')),
    )
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toMatchObject({ title: 'Käse' })
  })

  test('once, however many link to it', async () => {
    const { url, asked } = await website(page('<title>x</title>'))
    const finder = new LinkFactFinder(onThisMachine)
    await Promise.all([finder.factsOf(url), finder.factsOf(url)])
    await finder.factsOf(url)
    expect(asked()).toBe(1)
    expect(finder.known(url)).toMatchObject({ title: 'x' })
  })

  test('where it has moved to', async () => {
    const { url } = await website((request, response) =>
      request.url === '/' ? response.writeHead(302, { location: '/new' }).end() : page('<title>Moved</title>')(request, response),
    )
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({ url, title: 'Moved' })
  })

  test('and a picture of it is no program', async () => {
    const { url } = await website(page('<title>x</title><meta property="og:image" content="javascript:alert(1)">'))
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({ url, title: 'x' })
  })
})

describe('nobody looks into our network with a link', () => {
  test('to this machine', async () => {
    const { url, asked } = await website(page('<title>secret</title>'))
    const finder = new LinkFactFinder()
    for (const link of [
      url,
      url.replace('127.0.0.1', 'localhost'),
      url.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
      url.replace('127.0.0.1', '0x7f.1'),
    ]) {
      expect(await finder.factsOf(link)).toEqual({ url: link })
    }
    expect(asked()).toBe(0)
  })

  test('to a website that leads on to one', async () => {
    const inside = await website(page('<title>secret</title>'))
    const { url } = await website((_request, response) =>
      response.writeHead(302, { location: inside.url.replace('127.0.0.1', '127.0.0.2') }).end(),
    )
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({ url })
    expect(inside.asked()).toBe(0)
  })

  test.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '192.168.1.5',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'nonsense',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('no website keeps us busy', () => {
  test('with a page that never ends', async () => {
    const { url } = await website((_request, response) => {
      response.setHeader('content-type', 'text/html').write('<title>Endless</title>')
      const more = setInterval(() => response.write('x'.repeat(64 * 1024)), 1)
      response.on('close', () => clearInterval(more))
    })
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({ url, title: 'Endless' })
  })

  test('by never answering', async () => {
    const { url } = await website(() => {})
    expect(await new LinkFactFinder({ ...onThisMachine, patience: 50 }).factsOf(url)).toEqual({ url })
  })

  test('by sending us in circles', async () => {
    const { url, asked } = await website((_request, response) => response.writeHead(302, { location: '/' }).end())
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({ url })
    expect(asked()).toBe(4)
  })

  test('with anything but a page', async () => {
    const { url } = await website(page('%PDF', 'application/pdf'))
    expect(await new LinkFactFinder(onThisMachine).factsOf(url)).toEqual({ url })
  })
})
