import { badRequest } from '../../api/error.ts'
import type { MessageId, UserId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { getVisible } from '../access.ts'
import { readersNow } from '../audience.ts'
import { submessageAdded } from '../events.ts'
import { followAsParticipant } from '../follow.ts'
import { submessagesOf } from '../queries.ts'
import { checkMove } from './moves.ts'

interface NewSubmessage {
  readonly messageId: MessageId
  readonly senderId: UserId
  readonly type: string
  readonly content: string
}

export async function insertSubmessage(trx: Trx, submessage: NewSubmessage): Promise<number> {
  return (await trx.insertInto('submessages').values(submessage).returning('id').executeTakeFirstOrThrow()).id
}

/**
 * Adds a move to a widget: a vote, an option, a ticked task. Clients put the moves together.
 * @throws ApiError where the message is out of sight, holds no widget, or somebody else's question is to be changed
 */
export async function addSubmessage(
  trx: Trx,
  viewer: Viewer,
  messageId: MessageId,
  type: string,
  content: string,
): Promise<void> {
  const { message, standing } = await getVisible(trx, viewer, messageId)
  const [first] = await submessagesOf(trx, [messageId])
  if (!first) throw badRequest('You cannot attach a submessage to this message.')
  if (type !== 'widget') throw badRequest('Invalid msg_type')
  const move = checkMove(first.content, content)
  if (ownersMoves.has(move) && message.senderId !== viewer.id) {
    throw badRequest("You can't edit the question unless you are the author.")
  }
  const submessage = { messageId, senderId: viewer.id, type, content }
  const id = await insertSubmessage(trx, submessage)
  emit(trx, submessageAdded({ ...submessage, id }), await readersNow(trx, message, [messageId]))
  if (standing) await followAsParticipant(trx, viewer, standing, message.topic!, 'takesPart')
}

const ownersMoves = new Set(['question', 'new_task_list_title'])
