import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { Place } from './send-in-parts.ts'

/** Lets go of parts whose file was neither completed nor called off: providers charge for them. */
export async function callOffUnfinished(client: S3Client, place: Place): Promise<void> {
  for (const { UploadId } of await unfinished(client, place)) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId }))
  }
}

async function unfinished(client: S3Client, { Bucket, Key }: Place): Promise<MultipartUpload[]> {
  try {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
    return Uploads.filter((one) => one.Key === Key)
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status && [403, 404, 405, 501].includes(status)) return [] // the key may not ask, or the provider has no such list
    throw error
  }
}
