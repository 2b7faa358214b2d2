import { badRequest } from '../../api/error.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Trx } from '../../database/connection.ts'
import { discardBlobs } from '../blob-queries.ts'
import { tellRemoved } from './events.ts'
import { deleteUpload, findUpload, thumbnailKeys } from './queries.ts'

const invalidAttachment = () => badRequest('Invalid attachment')

/**
 * Removes one of the viewer's files, with its thumbnails; messages that show it show a broken link from then on.
 * Call `sweep` after the commit.
 * @throws ApiError BAD_REQUEST where there is none, or it is somebody else's
 * @see https://zulip.com/api/remove-attachment
 */
export async function removeUpload(trx: Trx, viewer: Viewer, id: number, now: number): Promise<void> {
  const upload = await findUpload(trx, id)
  if (!upload || upload.ownerId !== viewer.id) throw invalidAttachment()
  const keys = [...(await thumbnailKeys(trx, id)), upload.blobKey]
  await deleteUpload(trx, id)
  await discardBlobs(trx, keys, now)
  await tellRemoved(trx, upload)
}
