import type { Generated } from 'kysely'
import type { MessageId, UserId } from '../../api/ids.ts'

export interface UploadTables {
  blobs: BlobRow
  discardedBlobs: { key: string; store: string; notBefore: number }
  arrivingBlobs: { key: string; store: string; since: number }
  storageMoves: StorageMoveRow
  storageMoveFailures: { moveId: number; key: string; class: string; cause: string }
  uploads: UploadRow
  thumbnails: { uploadId: number; format: string; blobKey: string }
  attachments: { uploadId: number; messageId: MessageId; sentAt: number }
}

export interface BlobRow {
  key: string
  class: string
  store: string
  bytes: number
  sha256: Buffer
  contentType: string
  createdAt: number
  /** 1: kept on this computer only until the store it was meant for answers again. */
  isSpooled: Generated<number>
}

export interface StorageMoveRow {
  id: Generated<number>
  target: string
  /** JSON list of file classes. */
  classes: string
  parallel: number
  bytesPerSecond: number | null
  state: 'running' | 'paused' | 'cancelled' | 'finished'
  startedAt: number
  finishedAt: number | null
  movedFiles: Generated<number>
  movedBytes: Generated<number>
}

export interface UploadRow {
  id: Generated<number>
  path: string
  blobKey: string
  filename: string
  ownerId: UserId
  createdAt: number
  /** Of an image, as it is shown; null where there is nothing to show. */
  width: number | null
  height: number | null
  frames: number | null
}
