import { startLandline } from '../support/landline.ts'
import type { Person } from '../support/person.ts'

/** Words that are in a private channel alone: whoever else is shown one has been shown too much. */
export const said = 'zebrafinch'
export const about = 'hushtopic'
export const fileName = 'ledger.txt'
export const inFile = 'quicksilver'
export const channelName = 'boardroom'
const purpose = 'whispers'

/** What even an administrator, who manages the channel, is not shown. */
const content = [said, about, fileName, inFile]
const all = [...content, channelName, purpose]

/** People talk in a private channel. Cleo was there and left; the owner made it and left; Dan and Gus never were. */
export async function whisper() {
  const landline = await startLandline()
  const [ada, ben, cleo, dan] = (await landline.users('Ada', 'Ben', 'Cleo', 'Dan')) as [Person, Person, Person, Person]
  const gus = await landline.user('Gus', { role: 'guest' })
  const board = await landline.channel(channelName, { subscribers: [ada, ben, cleo], isPrivate: true })
  await landline.owner.patch(`/streams/${board}`, { description: purpose })
  const upload = await ada.upload(fileName, inFile, 'text/plain')
  const { id } = await ada.send(channelName, about, `${said} [${fileName}](${upload.uri}) @**Cleo** @**all**`)
  const poll = await ada.send(channelName, about, `/poll ${said}?\nYes`)
  await cleo.post('/messages/flags', { messages: [id], op: 'add', flag: 'starred' })
  await cleo.post('/user_topics', { stream_id: board, topic: about, visibility_policy: 3 })
  await ben.post(`/messages/${id}/reactions`, { emoji_name: 'octopus' })
  await ben.post('/messages/flags', { messages: [id], op: 'add', flag: 'read' })
  await cleo.delete('/users/me/subscriptions', { subscriptions: [channelName] }) // she has it, starred, and is out
  const outsiders: [Person, readonly string[]][] = [[landline.owner, content], [cleo, content], [dan, all], [gus, all]] // biome-ignore format: a list
  return { landline, ada, ben, cleo, dan, gus, board, upload, id, poll: poll.id, outsiders }
}

export type Scene = Awaited<ReturnType<typeof whisper>>

/** What is in an answer and was not in the question. */
export const leaks = (question: string, answer: string, words: readonly string[]): string[] =>
  words.filter((word) => answer.includes(word) && !question.includes(word))

export interface Told {
  readonly status: number
  readonly text: string
}

export async function told(person: Person, method: string, path: string, values: Record<string, unknown> = {}): Promise<Told> {
  const response = await person.fetch(method, path, values)
  return { status: response.status, text: await response.text() }
}
