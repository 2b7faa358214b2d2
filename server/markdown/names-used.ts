import type { MessageId, UserId } from '../api/ids.ts'

/** What a source may refer to: an overestimate (code blocks are not told apart), so that a caller loads no more than this. */
export interface NamesUsed {
  /** Full names, compared without case. */
  readonly userNames: readonly string[]
  readonly userIds: readonly UserId[]
  readonly groupNames: readonly string[]
  readonly channelNames: readonly string[]
  readonly topics: readonly { readonly channelName: string; readonly topic: string }[]
  readonly messageIds: readonly MessageId[]
  /** Names between colons, custom ones among them. */
  readonly emojiNames: readonly string[]
  /** Paths below `/user_uploads/`. */
  readonly uploads: readonly string[]
}

const mention = /@_?\*\*([^*]+)\*\*/g
const groupMention = /@_?\*([^*]+)\*/g
const channelLink = /#\*\*([^*]+)\*\*/g
const emojiName = /:([\w+-]+):/g
const upload = /\/?user_uploads\/([^\s)"'<>]+)/g

const matches = (source: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(source.matchAll(pattern), (match) => match[1]!)),
]

/** A cheap look over a source for all it may name. */
export function namesUsed(source: string): NamesUsed {
  const userNames: string[] = []
  const userIds: UserId[] = []
  for (const text of source.includes('@') ? matches(source, mention) : []) {
    const withId = /^(.+)?\|(\d{1,15})$/s.exec(text)
    if (withId) userIds.push(Number(withId[2]) as UserId)
    else userNames.push(text)
  }
  const links = source.includes('#**') ? matches(source, channelLink) : []
  return {
    userNames,
    userIds,
    groupNames: source.includes('@') ? matches(source, groupMention) : [],
    ...channelsAndTopics(links),
    emojiNames: source.includes(':') ? matches(source, emojiName) : [],
    uploads: source.includes('user_uploads/') ? matches(source, upload) : [],
  }
}

function channelsAndTopics(links: readonly string[]): Pick<NamesUsed, 'channelNames' | 'topics' | 'messageIds'> {
  const channelNames = new Set<string>()
  const topics: { channelName: string; topic: string }[] = []
  const messageIds: MessageId[] = []
  for (const link of links) {
    channelNames.add(link) // a name with `>` in it is a name, too
    const split = /^([^>]+)>(.*?)(?:@(\d{1,15}))?$/s.exec(link)
    if (!split) continue
    channelNames.add(split[1]!)
    topics.push({ channelName: split[1]!, topic: split[2]! })
    if (split[3]) messageIds.push(Number(split[3]) as MessageId)
  }
  return { channelNames: [...channelNames], topics, messageIds }
}
