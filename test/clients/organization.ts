import sharp from 'sharp'
import { type Landline, startLandline } from '../support/landline.ts'
import type { Answer, Person } from '../support/person.ts'

/** An organization where somebody has used everything there is. */
export interface Organization {
  readonly landline: Landline
  readonly owner: Person
  readonly ada: Person
  readonly ben: Person
  /** A guest, who is in `design` alone. */
  readonly gus: Person
  /** Was deactivated. */
  readonly zoe: Person
  readonly general: number
  readonly design: number
  /** Private: ada and ben. */
  readonly board: number
}

export async function startOrganization(): Promise<Organization> {
  const landline = await startLandline()
  const { owner } = landline
  const [ada, ben, zoe] = (await landline.users('Ada', 'Ben', 'Zoe')) as [Person, Person, Person]
  const gus = await landline.user('Gus', { role: 'guest' })
  const general = (await owner.get('/get_stream_id', { stream: 'general' })).stream_id
  const design = await landline.channel('design', { subscribers: [owner, ada, ben, gus], description: 'How it **looks**' })
  const board = await landline.channel('board', { subscribers: [ada, ben], isPrivate: true })
  const organization = { landline, owner, ada, ben, gus, zoe, general, design, board }
  await furnish(organization)
  return organization
}

async function furnish({ landline, owner, ada, ben, zoe, general, design }: Organization): Promise<void> {
  await sendFile(owner, '/realm/emoji/landline', 'landline.png', await picture())
  await sendFile(owner, '/realm/icon', 'icon.png', await picture())
  await sendFile(ada, '/users/me/avatar', 'ada.png', await picture())
  const { channel_folder_id } = await owner.post('/channel_folders/create', { name: 'Work', description: 'What we *do*' })
  await owner.patch(`/streams/${design}`, { folder_id: channel_folder_id })
  const attic = await landline.channel('attic', { subscribers: [owner, ada] })
  await owner.delete(`/streams/${attic}`)
  await owner.post('/user_groups/create', { name: 'makers', description: 'Who make it', members: [ada.id, ben.id] })
  await ada.post('/users/me/subscriptions/properties', {
    subscription_data: [{ stream_id: design, property: 'pin_to_top', value: true }],
  })
  await ada.post('/user_topics', { stream_id: general, topic: 'noise', visibility_policy: 1 })
  await ada.post('/user_topics', { stream_id: design, topic: 'logo', visibility_policy: 3 })
  await ada.post('/users/me/alert_words', { alert_words: ['engine'] })
  await ada.post(`/users/me/muted_users/${zoe.id}`)
  await ada.post('/users/me/status', { status_text: 'Thinking', emoji_name: 'car' })
  for (const one of [ada, ben]) await one.post('/users/me/presence', { status: 'active', new_user_input: true })
  await owner.delete(`/users/${zoe.id}`)
}

/** People talk: in channels, alone, in twos and threes; with a poll, a photo, reactions, an edit, a star and a mention. */
export async function talk({ ada, ben, owner, gus, general, design }: Organization): Promise<Record<string, number>> {
  const hello = await ben.send('general', 'hello', 'Hello @**Ada**, the engine runs :car:')
  const unnamed = await ben.post('/messages', { type: 'channel', to: general, topic: '', content: 'No topic' })
  const photo = await ben.upload('photo.png', await picture(), 'image/png')
  const shown = await ben.send('design', 'logo', `Look: [photo.png](${photo.uri})`)
  const poll = await ben.send('design', 'lunch', '/poll Soup?\nYes\nNo')
  const note = await ada.tell([ada], 'Buy milk')
  const two = await ben.tell([ada], 'Psst')
  const three = await owner.tell([ada, ben], 'We three')
  await ada.post(`/messages/${hello.id}/reactions`, { emoji_name: 'octopus' })
  await ben.post(`/messages/${hello.id}/reactions`, { emoji_name: 'landline' })
  await ben.patch(`/messages/${hello.id}`, { content: 'Hello @**Ada**, the engine runs well' })
  await ada.post('/messages/flags', { messages: [hello.id], op: 'add', flag: 'starred' })
  await ada.post('/submessage', { message_id: poll.id, msg_type: 'widget', content: '{"type":"vote","key":"canned,0","vote":1}' })
  await ben.post('/messages', { type: 'channel', to: design, topic: 'logo', content: '@**all** mind the @_**Gus** guest' })
  await gus.send('design', 'logo', 'I like it')
  return { hello: hello.id, unnamed: unnamed.id, shown: shown.id, poll: poll.id, note: note.id, two: two.id, three: three.id }
}

export const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()

/** Sends a file in a form, as a browser does; a client may call its field as it likes. */
export async function sendFile(
  person: Person,
  path: string,
  name: string,
  content: Buffer | string,
  field = 'file',
): Promise<Answer> {
  const form = new FormData()
  form.set(field, new Blob([content as BlobPart]), name)
  const init = { method: 'POST', headers: { authorization: person.authorization }, body: form }
  const response = await fetch(`${person.url}/api/v1${path}`, init)
  const body = (await response.json()) as Answer
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${body.msg}`)
  return body
}
