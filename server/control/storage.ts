import { badRequest } from '../api/error.ts'
import { Secret } from '../config/secrets/secret.ts'
import type { BucketSettings } from '../config/storage-settings.ts'
import { checkBucket } from '../uploads/check/check-bucket.ts'
import { allFileClasses } from '../uploads/file-class.ts'
import { planOf } from '../uploads/move/progress.ts'
import { removeCopies } from '../uploads/storage/copies.ts'
import { policiesFor } from '../uploads/storage/policy.ts'
import { repair } from '../uploads/storage/repair.ts'
import { type StorageFacts, storageStatus } from '../uploads/storage/status.ts'
import { isSamePlace } from '../uploads/storage/storage.ts'
import { checkAndUse, createBucket, secretFor } from '../uploads/storage/use-bucket.ts'
import { providerProfiles } from '../uploads/stores/s3/provider-profiles.ts'
import type { Uploads } from '../uploads/uploads.ts'
import { answer } from './answer.ts'
import { changesOf } from './changes.ts'
import { storage } from './contract/storage.ts'
import { fromBackups } from './from-backups.ts'
import type { Owner } from './owner.ts'

const uploadsOf = ({ appliance }: Owner): Uploads => appliance.features.uploads

const statusOf = (owner: Owner): Promise<StorageFacts> => storageStatus(uploadsOf(owner), owner.appliance.database.read)

const typed = (secret: string | null): Secret | undefined => (secret === null ? undefined : new Secret(secret))

export const storageCalls = answer(storage, {
  status: ({ owner }) => statusOf(owner),
  watch: ({ owner, signal }) => changesOf({ look: () => statusOf(owner) }, signal),
  providers: () => [...providerProfiles],
  async check({ input, owner }) {
    const secret = await secretFor(uploadsOf(owner).storage, input.bucket, typed(input.secret))
    return checkBucket(input.bucket, secret, input.accept)
  },
  async createBucket({ input, owner }) {
    await createBucket(input.bucket, await secretFor(uploadsOf(owner).storage, input.bucket, typed(input.secret)))
  },
  async useBucket({ input, owner }) {
    const { storage: stores } = uploadsOf(owner)
    const secret = await secretFor(stores, input.bucket, typed(input.secret))
    const { store, outcomes } = await checkAndUse(stores, input.bucket, secret, input.accept)
    if (input.delivery) stores.change({ delivery: input.delivery })
    return { store, outcomes, status: await statusOf(owner) }
  },
  useLocal({ owner }) {
    uploadsOf(owner).storage.useLocal()
    return statusOf(owner)
  },
  change({ input, owner }) {
    uploadsOf(owner).storage.change(input)
    return statusOf(owner)
  },
  policy({ input, owner }) {
    const bucket = { ...knownBucket(uploadsOf(owner)), ...input }
    const { bucket: name, avatarsBucket = null, prefix = '' } = bucket
    if (!name) throw badRequest('Name the bucket that the policy is for.')
    const { key, avatarsBucket: shown } = policiesFor({ bucket: name, avatarsBucket, prefix })
    return { key: asText(key), avatarsBucket: shown ? asText(shown) : null }
  },
  async planMove({ input: { to, bucket, classes = allFileClasses }, owner }) {
    const uploads = uploadsOf(owner)
    if (!bucket) return await uploads.mover.plan(target(uploads, to), classes)
    const [known = 'new'] = Object.entries(uploads.storage.settings.buckets).find(([, one]) => isSamePlace(one, bucket)) ?? []
    return await planOf(owner.appliance.database.read, known, classes, bucket)
  },
  async startMove({ input, owner }) {
    const uploads = uploadsOf(owner)
    await uploads.mover.start({ ...input, to: target(uploads, input.to) })
  },
  pauseMove: ({ owner }) => uploadsOf(owner).mover.pause(),
  resumeMove: ({ owner }) => uploadsOf(owner).mover.resume(),
  cancelMove: ({ owner }) => uploadsOf(owner).mover.cancel(),
  async moveReport({ input, owner }) {
    const { mover } = uploadsOf(owner)
    if (input.wait) await mover.settled()
    return (await mover.report()) ?? null
  },
  async removeCopies({ owner }) {
    return { files: await removeCopies(uploadsOf(owner), owner.appliance.database) }
  },
  async scrub({ input, owner, signal }) {
    const most = input.all ? Number.POSITIVE_INFINITY : undefined
    return await uploadsOf(owner).scrubber.run(most, signal)
  },
  repair: ({ owner }) => repair(uploadsOf(owner), owner.appliance.database, fromBackups(owner)),
})

const asText = (value: object): string => JSON.stringify(value, undefined, 2)

/** The bucket in use, else the one that was used last. */
function knownBucket({ storage: { settings } }: Uploads): Partial<BucketSettings> {
  const id = settings.current === 'local' ? Object.keys(settings.buckets).at(-1) : settings.current
  return (id && settings.buckets[id]) || {}
}

/** @throws ApiError where no bucket is known */
function target({ storage: { settings } }: Uploads, to: 's3' | 'local'): string {
  if (to === 'local') return 'local'
  const id = settings.current === 'local' ? Object.keys(settings.buckets).at(-1) : settings.current
  if (!id) throw badRequest('No bucket is set up yet. Switch to one first.')
  return id
}
