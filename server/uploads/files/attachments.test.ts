import sharp from 'sharp'
import { expect, test } from 'vitest'
import { startLandline } from '../../../test/support/landline.ts'
import type { Answer, Person } from '../../../test/support/person.ts'

const link = ({ filename, uri }: Answer): string => `[${filename}](${uri})`

const mayRead = async (person: Person, uri: string): Promise<boolean> => (await person.page(uri)).status === 200

test('whoever may read a message may read the file in it, and nobody else', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('Ada', 'Ben', 'Eve')
  await landline.channel('board', { subscribers: [ada!, ben!], isPrivate: true })
  const file = await ada!.upload('plans.txt', 'secret plans')
  expect(await mayRead(ben!, file.uri)).toBe(false)

  const message = await ada!.send('board', 'plans', `Look: ${link(file)}`)

  expect(await mayRead(ben!, file.uri)).toBe(true)
  expect([await mayRead(eve!, file.uri), await mayRead(landline.owner, file.uri)]).toEqual([false, false])
  await ada!.delete(`/messages/${message.id}`)
  expect([await mayRead(ben!, file.uri), await mayRead(ada!, file.uri)]).toEqual([false, true])
})

test('a file in a direct message is for those two', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('Ada', 'Ben', 'Eve')
  const file = await ada!.upload('letter.txt', 'dear Ben')
  await ada!.tell([ben!], link(file))
  expect([await mayRead(ben!, file.uri), await mayRead(eve!, file.uri)]).toEqual([true, false])
  const { url } = await ben!.get(file.uri)
  expect(await (await fetch(landline.url + url)).text()).toBe('dear Ben')
})

test('the sender hears where their file is shown, and when it no longer is', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  await landline.channel('general', { subscribers: [ada!, ben!] })
  const file = await ada!.upload('notes.txt', 'notes')
  const queue = await ada!.register({ event_types: ['attachment'] })

  const message = await ada!.send('general', 'lunch', link(file))

  const shown = await queue.next()
  expect(shown).toMatchObject({ op: 'update', attachment: { name: 'notes.txt', messages: [{ id: message.id }] } })
  expect(shown.attachment.messages[0].date_sent % 1000).toBe(0)
  expect((await ada!.get('/attachments')).attachments).toMatchObject([{ messages: [{ id: message.id }] }])

  await ada!.patch(`/messages/${message.id}`, { content: 'Never mind.' })
  expect(await queue.next()).toMatchObject({ op: 'update', attachment: { name: 'notes.txt', messages: [] } })
  expect(await mayRead(ben!, file.uri)).toBe(false)
})

test('writing down the address of somebody’s file opens nothing', async () => {
  const landline = await startLandline()
  const [ada, eve] = await landline.users('Ada', 'Eve')
  await landline.channel('general', { subscribers: [ada!, eve!] })
  const file = await ada!.upload('private.txt', 'mine')
  await eve!.send('general', 'lunch', `Give me ${link(file)}`)
  expect(await mayRead(eve!, file.uri)).toBe(false)
})

test('whoever may read a file may pass it on', async () => {
  const landline = await startLandline()
  const [ada, ben, eve] = await landline.users('Ada', 'Ben', 'Eve')
  const file = await ada!.upload('joke.txt', 'ha')
  await ada!.tell([ben!], link(file))
  await ben!.tell([eve!], link(file))
  expect(await mayRead(eve!, file.uri)).toBe(true)
})

test('a photo is shown in its message as soon as it is sent, in its own size', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  await landline.channel('general', { subscribers: [ada!, ben!] })
  const picture = await sharp({ create: { width: 1600, height: 900, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()
  const photo = await ada!.upload('sea.jpg', picture, 'image/jpeg')
  const { id } = await ada!.send('general', 'holiday', link(photo))

  const { message } = await ben!.get(`/messages/${id}`)
  expect(message.content).toContain('data-original-dimensions="1600x900"')
  const [, source] = /<img[^>]* src="([^"]+)"/.exec(message.content)!
  expect(source).toBe(`${photo.uri.replace('/user_uploads/', '/user_uploads/thumbnail/')}/840x560.webp`)
  expect((await ben!.page(source!)).headers.get('content-type')).toBe('image/webp')
})

test('a name in another script works however a client writes its address', async () => {
  const landline = await startLandline()
  const [ada, ben] = await landline.users('Ada', 'Ben')
  const file = await ada!.upload('Grüße 日本.txt', 'hello')
  await ada!.tell([ben!], `[here](${encodeURI(file.uri)})`)
  expect(await mayRead(ben!, file.uri)).toBe(true)
  expect(await mayRead(ben!, encodeURI(file.uri))).toBe(true)
})
