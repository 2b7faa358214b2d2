import type { MessageId, UserId } from '../api/ids.ts'

/** What a source may refer to: an overestimate (code blocks are not told apart), so that a caller loads no more than this. */
export interface NamesUsed {
  /** Full names, compared without case. */
  readonly userNames: readonly string[]
  readonly userIds: readonly UserId[]
  /** Compared without case. */
  readonly groupNames: readonly string[]
  readonly channelNames: readonly string[]
  readonly topics: readonly { readonly channelName: string; readonly topic: string }[]
  readonly messageIds: readonly MessageId[]
  /** Names between colons, custom ones among them. */
  readonly emojiNames: readonly string[]
  /** Paths below `/user_uploads/`. */
  readonly uploads: readonly string[]
}

const userMention = /@_?\*\*([^*]+)\*\*/g
const groupMention = /@_?\*([^*]+)\*/g
const channelLink = /#\*\*([^*]+)\*\*/g
const emojiName = /:([\p{L}\p{N}_+-]+)(?=:)/gu
const upload = /user_uploads\/([^\s)"'<>?#]+)/g

/** A cheap look over a source for all that it may name. */
export function namesUsed(source: string): NamesUsed {
  const people = source.includes('@') ? matches(source, userMention).map(personOf) : []
  return {
    userNames: people.flatMap(({ name }) => name ?? []),
    userIds: people.flatMap(({ id }) => id ?? []),
    groupNames: source.includes('@') ? matches(source, groupMention) : [],
    ...channelsAndTopics(source.includes('#**') ? matches(source, channelLink) : []),
    emojiNames: source.includes(':') ? matches(source, emojiName) : [],
    uploads: source.includes('user_uploads/') ? matches(source, upload).flatMap(withoutPunctuation) : [],
  }
}

const matches = (source: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(source.matchAll(pattern), (match) => match[1]!)),
]

const personOf = (text: string): { name?: string; id?: UserId } => {
  const withId = /\|(\d{1,15})$/.exec(text)
  return withId ? { id: Number(withId[1]) as UserId } : { name: text }
}

/** A path at the end of a sentence may or may not end in its full stop. */
const withoutPunctuation = (path: string): string[] => {
  const bare = path.replace(/[!:;),.]+$/, '')
  return bare === path ? [path] : [path, bare]
}

function channelsAndTopics(links: readonly string[]): Pick<NamesUsed, 'channelNames' | 'topics' | 'messageIds'> {
  const channelNames = new Set<string>()
  const topics: { channelName: string; topic: string }[] = []
  const messageIds: MessageId[] = []
  for (const link of links) {
    channelNames.add(link) // a name with `>` in it is a name, too
    const split = /^([^>]+)>(.*)$/s.exec(link)
    if (!split) continue
    const [, channelName, rest] = split as unknown as [string, string, string]
    channelNames.add(channelName)
    topics.push({ channelName, topic: rest })
    const messageId = /@(\d{1,15})$/.exec(rest)
    if (messageId) messageIds.push(Number(messageId[1]) as MessageId)
  }
  return { channelNames: [...channelNames], topics, messageIds }
}
