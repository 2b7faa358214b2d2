import type { Generated } from 'kysely'
import type { MessageId, UserId } from '../../api/ids.ts'

export interface UploadTables {
  blobs: BlobRow
  uploads: UploadRow
  attachments: { uploadId: number; messageId: MessageId }
}

export interface BlobRow {
  key: string
  class: string
  store: string
  bytes: number
  sha256: Buffer
  contentType: string
  createdAt: number
}

export interface UploadRow {
  id: Generated<number>
  path: string
  blobKey: string
  filename: string
  ownerId: UserId
  createdAt: number
  width: number | null
  height: number | null
  frames: number | null
}
