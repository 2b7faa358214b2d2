import { workerData } from 'node:worker_threads'
import { Secret } from '../../../config/secrets/secret.ts'
import type { BucketSettings } from '../../../config/storage-settings.ts'
import { releaseLast } from '../../../memory/release.ts'
import { answerTasks } from '../../../threads/answer-tasks.ts'
import { BlobDamaged, verify } from '../../storage/exact.ts'
import { type BlobFacts, BlobMissing } from '../blob-store.ts'
import type { ClientTimes } from './client.ts'
import { regionOf } from './explain.ts'
import { S3Store } from './s3-store.ts'

/* A thread of its own: a move reads as much as it sends, and people chat meanwhile. */

export interface ReadingData {
  readonly id: string
  readonly settings: BucketSettings
  readonly secret: string
  readonly times: ClientTimes | undefined
}

export type ReadingTask = BlobFacts & { readonly key: string }

export interface Verdict {
  readonly missing?: true
  /** What was found instead. */
  readonly damaged?: string
}

const { id, settings, secret, times } = workerData as ReadingData
const store = new S3Store(id, settings, new Secret(secret), times)

answerTasks(async ({ key, bytes, sha256 }: ReadingTask, signal): Promise<Verdict> => {
  try {
    await verify(await store.get(key, undefined, signal), { key, bytes, sha256: Buffer.from(sha256) }, releaseLast)
    return {}
  } catch (error) {
    if (error instanceof BlobMissing) return { missing: true }
    if (error instanceof BlobDamaged) return { damaged: error.found }
    throw Object.assign(error as Error, { Region: regionOf(error as Error) }) // whose response stays in this thread
  }
})
