import type { UploadWithBlob, Use } from './queries.ts'

/** Zulip counts milliseconds here, up to feature level 442. */
const milliseconds = (seconds: number): number => seconds * 1000

/** An upload as its owner sees it. https://zulip.com/api/get-attachments */
export const wireAttachment = (upload: UploadWithBlob, uses: readonly Use[]) => ({
  id: upload.id,
  name: upload.filename,
  path_id: upload.path,
  size: upload.bytes,
  create_time: milliseconds(upload.createdAt),
  messages: uses.map(({ messageId, sentAt }) => ({ id: messageId, date_sent: milliseconds(sentAt) })),
})
