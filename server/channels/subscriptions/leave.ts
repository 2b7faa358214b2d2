import { insufficientPermission } from '../../accounts/errors.ts'
import type { User } from '../../accounts/find.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { mayUnsubscribeOthers, type Standing } from '../access.ts'
import { getVisibleChannelByName } from '../find.ts'
import { unsubscribe } from './unsubscribe.ts'

export interface Left {
  readonly removed: readonly string[]
  readonly notRemoved: readonly string[]
}

/**
 * Ends people's subscriptions to channels by name. A channel counts as removed when anybody left it.
 * @throws ApiError STREAM_DOES_NOT_EXIST for a name that the viewer does not know; BAD_REQUEST when they may not remove others
 * @see https://zulip.com/api/unsubscribe
 */
export async function leaveChannels(
  trx: Trx,
  viewer: Viewer,
  names: readonly string[],
  people: readonly Pick<User, 'id' | 'botOwnerId'>[],
): Promise<Left> {
  const standings: Standing[] = []
  for (const name of names) standings.push(await getVisibleChannelByName(trx, viewer, name))
  const others = people.filter(({ id, botOwnerId }) => id !== viewer.id && botOwnerId !== viewer.id)
  if (others.length > 0 && !standings.every(mayUnsubscribeOthers)) throw insufficientPermission()

  const removed: string[] = []
  const notRemoved: string[] = []
  for (const { channel } of standings) {
    const result = await unsubscribe(
      trx,
      channel,
      people.map(({ id }) => id),
    )
    ;(result.removed.length > 0 ? removed : notRemoved).push(channel.name)
  }
  return { removed, notRemoved }
}
