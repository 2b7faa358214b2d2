import type { UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Channel } from '../../channels/channel.ts'
import { findStanding } from '../../channels/find.ts'
import type { Trx } from '../../database/connection.ts'
import { sendNotice } from '../notices.ts'
import type { Place } from '../place.ts'

/** Where a channel tells of itself. Clients of one that has no topics but the one without a name would not show another. */
const eventsTopic = ({ settings }: Channel): string => (settings.topics_policy === 'empty_topic_only' ? '' : 'channel events')

interface Said {
  readonly viewer: Viewer
  readonly realmUrl: string
  /** It counts as read when it comes. */
  readonly isQuiet?: boolean
}

/** Says something about a channel in it. */
export async function sayOf(trx: Trx, channel: Channel, content: string, { viewer, realmUrl, isQuiet }: Said): Promise<void> {
  const place: Place = { kind: 'topic', standing: await findStanding(trx, viewer, channel), topic: eventsTopic(channel) }
  const onlyFor = isQuiet ? new Set<UserId>() : undefined
  await sendNotice(trx, place, content, { realmUrl }, { causedBy: viewer, onlyFor })
}

/** What may be read in a channel and by whom, in two or three words. */
export function privacyOf({ isPrivate, isHistoryShared }: Channel): string {
  if (isPrivate === 0) return 'Public'
  return isHistoryShared === 1 ? 'Private, shared history' : 'Private, protected history'
}

export const quoted = (description: string): string => `\`\`\`\` quote\n${description || '*No description.*'}\n\`\`\`\``
