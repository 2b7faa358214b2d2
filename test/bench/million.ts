import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { migrate } from '../../server/database/migrate.ts'

export interface Size {
  readonly people: number
  readonly channels: number
  readonly topicsInChannel: number
  readonly messages: number
  readonly words: number
}

export const million: Size = { people: 1000, channels: 100, topicsInChannel: 50, messages: 1_000_000, words: 20 }

/** Numbers from 0 to 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

const syllables = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bre cla dri flo gru'.split(' ')

/** A made-up language; like a real one, its nth word is about 1/n as frequent as its first. */
export function vocabulary(size = 20_000): readonly string[] {
  const word = (n: number): string =>
    syllables[n % syllables.length]! + (n >= syllables.length ? word(Math.floor(n / syllables.length)) : '')
  return Array.from({ length: size }, (_, n) => word(n + 7))
}

/** Picks 0 to size-1, small numbers far more often. */
const byZipf = (random: () => number, size: number): number => Math.floor(Math.exp(random() * Math.log(size + 1))) - 1

/** Channel n has fewer people the larger n is; the first has all. One in ten is private. */
const isMember = (person: number, channel: number): boolean => channel === 1 || (person * 31 + channel * 17) % (channel + 1) < 2
const isPrivate = (channel: number): boolean => channel % 10 === 0

/**
 * Makes a database of that size at `file` with plain inserts: minutes of chatting in a minute. One message in ten is direct.
 * @returns the milliseconds it took
 */
export function fillDatabase(file: string, size: Size = million): number {
  const began = performance.now()
  migrate(file, dirname(file))
  const sqlite = new SQLite(file)
  sqlite.pragma('synchronous = OFF') // the file is not worth keeping
  sqlite.pragma('cache_size = -200000')
  sqlite.transaction(() => {
    fillPeople(sqlite, size)
    fillChannels(sqlite, size)
  })()
  sqlite.transaction(() => fillMessages(sqlite, size))()
  sqlite.transaction(() => fillSearch(sqlite, size))()
  sqlite.close()
  return performance.now() - began
}

function fillPeople(sqlite: SQLite.Database, { people }: Size): void {
  sqlite.exec(`INSERT INTO realm (id, uuid, name, createdAt) VALUES (1, 'bench', 'Bench', 1700000000);
    INSERT INTO clients (id, name) VALUES (1, 'website');`)
  const user = sqlite.prepare(
    `INSERT INTO users (id, email, emailKey, deliveryEmail, deliveryEmailKey, fullName, role, dateJoined)
     VALUES (@id, @email, @email, @email, @email, @fullName, 400, 1700000000)`,
  )
  for (let id = 1; id <= people; id += 1) user.run({ id, email: `person${id}@example.com`, fullName: `Person ${id}` })
}

function fillChannels(sqlite: SQLite.Database, { people, channels, topicsInChannel }: Size): void {
  const channel = sqlite.prepare(
    `INSERT INTO channels (id, name, nameKey, createdAt, isPrivate, stamp, subscribersStamp)
     VALUES (@id, @name, @name, 1700000000, @isPrivate, @id, @id)`,
  )
  const subscription = sqlite.prepare(`INSERT INTO subscriptions (channelId, userId, color) VALUES (?, ?, '#76ce90')`)
  const period = sqlite.prepare('INSERT INTO subscriptionPeriods (userId, channelId, fromMessageId) VALUES (?, ?, 1)')
  const topic = sqlite.prepare('INSERT INTO topics (id, channelId, name, nameKey) VALUES (@id, @channel, @name, @name)')
  for (let id = 1; id <= channels; id += 1) {
    channel.run({ id, name: `channel ${id}`, isPrivate: isPrivate(id) ? 1 : 0 })
    for (let person = 1; person <= people; person += 1) {
      if (!isMember(person, id)) continue
      subscription.run(id, person)
      period.run(person, id)
    }
    for (let n = 0; n < topicsInChannel; n += 1)
      topic.run({ id: (id - 1) * topicsInChannel + n + 1, channel: id, name: `topic ${n + 1}` })
  }
}

function fillMessages(sqlite: SQLite.Database, { people, channels, topicsInChannel, messages, words }: Size): void {
  const random = seeded(1)
  const language = vocabulary()
  const conversation = sqlite.prepare('INSERT INTO conversations (id, memberKey) VALUES (?, ?)')
  const member = sqlite.prepare('INSERT INTO conversationMembers (userId, conversationId) VALUES (?, ?)')
  for (let id = 1; id < people; id += 1) {
    conversation.run(id, `${id},${id + 1}`)
    member.run(id, id)
    member.run(id + 1, id)
  }
  const insert = sqlite.prepare(
    `INSERT INTO messages (id, senderId, channelId, topicId, conversationId, content, rendered, renderVersion, sentAt, clientId)
     VALUES (@id, @sender, @channel, @topic, @conversation, @content, @rendered, 1, @sentAt, 1)`,
  )
  for (let id = 1; id <= messages; id += 1) {
    const content = Array.from({ length: words }, () => language[byZipf(random, language.length)]).join(' ')
    const isDirect = random() < 0.1
    const pair = 1 + Math.floor(random() * (people - 1))
    const channel = 1 + byZipf(random, channels)
    insert.run({
      id,
      sender: isDirect ? pair : 1 + Math.floor(random() * people),
      channel: isDirect ? null : channel,
      topic: isDirect ? null : (channel - 1) * topicsInChannel + 1 + Math.floor(random() * topicsInChannel),
      conversation: isDirect ? pair : null,
      content,
      rendered: `<p>${content}</p>`,
      sentAt: 1_700_000_000 + id * 30,
    })
  }
  sqlite.exec(`UPDATE topics SET lastMessageId = coalesce((SELECT max(id) FROM messages WHERE topicId = topics.id), 0);
    UPDATE conversations SET lastMessageId = coalesce((SELECT max(id) FROM messages WHERE conversationId = conversations.id), 0);`)
}

function fillSearch(sqlite: SQLite.Database, { messages }: Size): void {
  sqlite.exec(`INSERT INTO messageSearch (rowid, topic, body, place)
    SELECT m.id, coalesce(t.name, ''), m.content, iif(t.id IS NULL, 'd' || m.conversationId, 'c' || m.channelId || ' t' || t.id) || ' u' || m.senderId
    FROM messages m LEFT JOIN topics t ON t.id = m.topicId ORDER BY m.id;`)
  sqlite.prepare('UPDATE searchProgress SET upToMessageId = ?').run(messages)
}
