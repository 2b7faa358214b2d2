import type { MessageId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { type ContentEdit, type Edited, editContent } from '../edit.ts'
import { type Move, moveMessages } from './move.ts'

/**
 * Moves messages within their channel and changes what one of them says: clients hear of both in one event.
 * @throws ApiError where the viewer may not do one of them
 */
export async function moveAndEdit(trx: Trx, viewer: Viewer, id: MessageId, move: Move, edit: ContentEdit): Promise<Edited> {
  let edited = undefined as Edited | undefined
  await moveMessages(trx, viewer, id, {
    ...move,
    async tell(moved) {
      edited = await editContent(trx, viewer, id, { ...edit, moved })
    },
  })
  return edited ?? editContent(trx, viewer, id, edit) // it was there already
}
