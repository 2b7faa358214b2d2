import { badRequest } from '../api/error.ts'
import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import { emit } from '../realtime/emit.ts'
import { getVisible } from './access.ts'
import { readersNow } from './audience.ts'
import { submessageAdded } from './events.ts'
import { submessagesOf } from './queries.ts'

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
  const { message } = await getVisible(trx, viewer, messageId)
  const [first] = await submessagesOf(trx, [messageId])
  if (!first) throw badRequest('You cannot attach a submessage to this message.')
  const move = parse(content)
  if (type === 'widget' && isOwnersMove(move) && message.senderId !== viewer.id) {
    throw badRequest("You can't edit the question unless you are the author.")
  }
  const submessage = { messageId, senderId: viewer.id, type, content }
  const id = await insertSubmessage(trx, submessage)
  emit(trx, submessageAdded({ ...submessage, id }), await readersNow(trx, message))
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw badRequest('Invalid json for submessage')
  }
}

const isOwnersMove = (move: unknown): boolean => {
  const { type } = (move ?? {}) as { type?: unknown }
  return type === 'question' || type === 'new_task_list_title'
}
