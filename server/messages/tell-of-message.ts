import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import { complete } from './complete.ts'
import type { Draft } from './draft.ts'
import { echoOf } from './echoes.ts'
import { messageSent } from './events.ts'
import { wireFlags } from './flags.ts'
import { findMessage } from './queries.ts'
import { flagsOf, type Readers } from './readers.ts'

/** Most readers' copies are alike and share one event; those of the others are told apart. */
export async function tellOfMessage(trx: Trx, viewer: Viewer, id: MessageId, draft: Draft, readers: Readers): Promise<void> {
  const [message] = await complete(trx, [(await findMessage(trx, id))!])
  const { place, notice } = draft
  const others = special(readers, viewer, draft)
  const flags = (isRead: boolean, userId?: UserId) =>
    wireFlags({
      isRead,
      isHistorical: false,
      mentionsEveryone: message!.mentionsEveryone === 1,
      flags: userId === undefined ? [] : flagsOf(readers, userId),
    })
  const alike = others.size === 0 ? readers.all : readers.all.filter((userId) => !others.has(userId))
  const isPublic = place.kind === 'topic' && place.standing.channel.isPrivate === 0
  emit(trx, messageSent(message!, flags(notice?.onlyFor !== undefined)), alike, { isPublic, exceptUserIds: others })

  const isRead = (userId: UserId): boolean => {
    if (userId === viewer.id) return draft.isReadBySender
    if (notice) return notice.onlyFor ? !notice.onlyFor.has(userId) : notice.causedBy.id === userId
    return readers.muters.has(userId)
  }
  const isReader = new Set(readers.all)
  const told = [...others].filter((userId) => userId !== viewer.id && isReader.has(userId))
  for (const [marks, userIds] of Map.groupBy(told, (userId) => flags(isRead(userId), userId).join())) {
    emit(trx, messageSent(message!, marks === '' ? [] : marks.split(',')), userIds)
  }
  emit(
    trx,
    messageSent(message!, flags(isRead(viewer.id), viewer.id)),
    [viewer.id],
    draft.echo ? { echo: echoOf(draft.echo) } : {},
  )
}

/** Those whose copies are not like everybody's. */
const special = (
  { mentioned, topicMentioned, alerted, muters }: Readers,
  viewer: Viewer,
  { notice }: Draft,
): ReadonlySet<UserId> =>
  new Set([
    viewer.id,
    ...mentioned,
    ...topicMentioned,
    ...alerted,
    ...muters,
    ...(notice ? [notice.causedBy.id, ...(notice.onlyFor ?? [])] : []),
  ])
