import type { UserGroupId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import type { Rendered } from '../markdown/render.ts'
import { allUserGroups, permissionOf } from '../realm/groups/groups.ts'
import { groupIdsOf, isAmong } from '../realm/membership.ts'
import { realmSettings } from '../realm/settings.ts'
import { channelWildcardNotAllowed, groupMentionNotAllowed, topicWildcardNotAllowed } from './errors.ts'
import type { Place } from './place.ts'
import type { Readers } from './readers.ts'

/** So many may be called by anybody; more only by those whom the organization lets. */
const smallCrowd = 15

/** What a message said before calls nobody anew. */
export type Mentions = Pick<Rendered, 'mentionsChannel' | 'mentionsTopic' | 'mentionedGroupIds'>

/** @throws ApiError where the viewer may not call a crowd, or a group, that they call */
export async function refuseMentions(
  trx: Trx,
  viewer: Viewer,
  place: Place,
  { mentionsChannel, mentionsTopic, mentionedGroupIds }: Mentions,
  readers: Readers,
): Promise<void> {
  if (mentionedGroupIds.length > 0) await refuseGroups(trx, viewer, mentionedGroupIds)
  if (place.kind !== 'topic' || (!mentionsChannel && !mentionsTopic)) return
  const called = mentionsChannel ? readers.all.length : readers.topicMentioned.size
  if (called <= smallCrowd) return
  const settings = await realmSettings(trx)
  if (isAmong(settings.can_mention_many_users_group, viewer.id, await groupIdsOf(trx, viewer.id))) return
  throw mentionsChannel ? channelWildcardNotAllowed() : topicWildcardNotAllowed()
}

async function refuseGroups(trx: Trx, viewer: Viewer, ids: readonly UserGroupId[]): Promise<void> {
  const own = await groupIdsOf(trx, viewer.id)
  for (const group of await allUserGroups(trx)) {
    if (!ids.includes(group.id) || isAmong(permissionOf(group, 'can_mention_group'), viewer.id, own)) continue
    throw groupMentionNotAllowed(group.name)
  }
}
