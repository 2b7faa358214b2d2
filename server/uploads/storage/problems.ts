import type { Problem } from '../../config/problem.ts'
import type { Uploads } from '../uploads.ts'

/** What the owner should know about stored files, though people can chat. */
export function storageProblems({ storage, scrubber }: Pick<Uploads, 'storage' | 'scrubber'>): Problem[] {
  const last = scrubber.last
  const problems: Problem[] = []
  for (const [id, { bucket }] of Object.entries(storage.settings.buckets)) {
    const health = storage.health.of(id)
    if (health.state === 'away') problems.push(awayProblem(bucket, health.cause, health.nextStep))
    if (last?.publicBuckets.includes(id)) problems.push(publicProblem(bucket))
  }
  if (last && last.damaged.length > 0) problems.push(damagedProblem(last.damaged.length))
  return problems
}

const awayProblem = (bucket: string, cause: string, nextStep: string): Problem => ({
  code: 'STORAGE_AWAY',
  message: `The bucket ${bucket} does not answer, so new files wait on this computer. ${cause}`,
  nextStep,
})

const publicProblem = (bucket: string): Problem => ({
  code: 'STORAGE_PUBLIC',
  message: `Everybody can read the bucket ${bucket}, and with it files of private messages.`,
  nextStep:
    'Make it private at the provider (on AWS: block public access). If it shall be public, test it again and accept that.',
})

const damagedProblem = (files: number): Problem => ({
  code: 'STORAGE_DAMAGED',
  message: files === 1 ? 'A stored file is damaged or missing.' : `${files} stored files are damaged or missing.`,
  nextStep: 'Settings → Storage names them and brings them back from a backup, as “landline storage repair” does.',
})
