import { ApiError } from '../../api/error.ts'
import type { MessageId } from '../../api/ids.ts'
import { isAtLeast, Role, type Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { groupIdsOf } from '../../realm/membership.ts'
import { realmSettings } from '../../realm/settings.ts'
import { mayMoveOut, mayMoveWithin, type SeenMessage, type Verdict } from '../access.ts'
import { mayNotMove, moveTimeOver } from '../errors.ts'
import { findMessages } from '../queries.ts'

const mark = '✔ '
const marks = /^✔[ ✔]*/

/** Whether two names differ only by the mark of a finished topic; and then, whether the new one has it. */
export function resolution(before: string, after: string): 'resolved' | 'unresolved' | undefined {
  if (before === after || before.replace(marks, '') !== after.replace(marks, '')) return undefined
  if (after.startsWith(mark) === before.startsWith(mark)) return undefined
  return after.startsWith(mark) ? 'resolved' : 'unresolved'
}

interface Asked {
  readonly ids: readonly MessageId[]
  readonly isToOtherChannel: boolean
  /** Undefined where the topic stays what it is called. */
  readonly newTopic: string | undefined
}

/**
 * @throws ApiError where the viewer may not move the message; MOVE_MESSAGES_TIME_LIMIT_EXCEEDED where the time has passed only
 * for some of those that should go along
 */
export async function refuseMove(
  trx: Trx,
  viewer: Viewer,
  seen: SeenMessage,
  { ids, isToOtherChannel, newTopic }: Asked,
): Promise<void> {
  const settings = await realmSettings(trx)
  const groups = await groupIdsOf(trx, viewer.id)
  const isResolving = newTopic !== undefined && resolution(seen.message.topic!, newTopic) !== undefined
  const judge = (message: SeenMessage['message']): Verdict => {
    const one = { message, standing: seen.standing }
    const out = isToOtherChannel ? mayMoveOut(viewer, one, settings, groups) : 'yes'
    if (out !== 'yes' || newTopic === undefined) return out
    return mayMoveWithin(viewer, one, settings, groups, isResolving)
  }
  if (judge(seen.message) === 'no') throw mayNotMove()
  const messages = isAtLeast(viewer, Role.moderator) ? [seen.message] : await findMessages(trx, ids)
  const late = messages.filter((message) => judge(message) === 'too late')
  if (late.length === 0) return
  if (late.length === messages.length || late.some(({ id }) => id === seen.message.id)) throw moveTimeOver()
  throw onlySome(messages, messages.length - late.length, messages.find((message) => judge(message) === 'yes')?.id)
}

const onlySome = (all: readonly unknown[], allowed: number, first: MessageId | undefined): ApiError =>
  new ApiError(
    'MOVE_MESSAGES_TIME_LIMIT_EXCEEDED',
    `You only have permission to move the ${allowed}/${all.length} most recent messages in this topic.`,
    400,
    {
      first_message_id_allowed_to_move: first,
      total_messages_in_topic: all.length,
      total_messages_allowed_to_move: allowed,
    },
  )
