import { badRequest } from '../api/error.ts'

/**
 * What a person's rare flags are called in the database. "read" is not among them (see `unread/`), nor what follows from other
 * rows: "historical", and the mention of a whole channel.
 */
export const Flag = {
  starred: 1,
  mentioned: 2,
  /** By `@**topic**`, and only those who took part in it. */
  topicMentioned: 3,
  alerted: 4,
  collapsed: 5,
  /** On one that else counts as read when it comes: an integration posted it in their name, or it is a notice they care for. */
  unreadOnArrival: 6,
} as const
export type Flag = (typeof Flag)[keyof typeof Flag]

/** The flags that a person may set and clear. https://zulip.com/api/update-message-flags#available-flags */
export const editableFlags: ReadonlyMap<string, Flag> = new Map([
  ['starred', Flag.starred],
  ['collapsed', Flag.collapsed],
])

const knownFlags = new Set([
  'mentioned',
  'wildcard_mentioned',
  'stream_wildcard_mentioned',
  'topic_wildcard_mentioned',
  'has_alert_word',
  'historical',
])

export const flagNotEditable = (flag: string) =>
  badRequest(knownFlags.has(flag) ? `Flag not editable: '${flag}'` : `Invalid flag: '${flag}'`)

/** What one person's copy of a message is marked with. */
export interface Marks {
  readonly isRead: boolean
  /** They did not receive it, and read it from a channel's history. */
  readonly isHistorical: boolean
  readonly mentionsEveryone: boolean
  readonly flags: readonly Flag[]
}

/** Flags as clients read them, in Zulip's order. */
export function wireFlags({ isRead, isHistorical, mentionsEveryone, flags }: Marks): string[] {
  const names: string[] = []
  if (isRead) names.push('read')
  if (flags.length > 0) {
    if (flags.includes(Flag.starred)) names.push('starred')
    if (flags.includes(Flag.collapsed)) names.push('collapsed')
    if (flags.includes(Flag.mentioned)) names.push('mentioned')
    if (flags.includes(Flag.alerted)) names.push('has_alert_word')
  }
  const isTopicMentioned = flags.includes(Flag.topicMentioned)
  if (mentionsEveryone) names.push('stream_wildcard_mentioned')
  if (isTopicMentioned) names.push('topic_wildcard_mentioned')
  if (mentionsEveryone || isTopicMentioned) names.push('wildcard_mentioned') // the one name that older clients know
  if (isHistorical) names.push('historical')
  return names
}
