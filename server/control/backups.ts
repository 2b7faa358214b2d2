import { unixTime } from '../api/unix-time.ts'
import type { Backups } from '../backups/backups.ts'
import { describeSnapshot, describeSnapshots } from '../backups/describe.ts'
import type { JournalStatus } from '../backups/journal/journal.ts'
import { keyFileText } from '../backups/keys/recovery-key.ts'
import { BackupRefused } from '../backups/refused.ts'
import { keptLater } from '../backups/retention/forecast.ts'
import { planPrune } from '../backups/retention/prune.ts'
import { checkSchedule } from '../backups/schedule/cron.ts'
import { presets } from '../backups/schedule/presets.ts'
import { Secret } from '../config/secrets/secret.ts'
import { findRealm } from '../realm/find.ts'
import { answer } from './answer.ts'
import { changesOf } from './changes.ts'
import { type BackupStatus, backups } from './contract/backups.ts'
import type { Owner } from './owner.ts'

const backupsOf = ({ appliance }: Owner): Backups => appliance.features.backups

export const backupCalls = answer(backups, {
  status: ({ owner }) => statusOf(owner),
  watch: ({ owner, signal }) => changesOf({ look: () => statusOf(owner) }, signal),
  async create({ input, owner }) {
    const made = await backupsOf(owner).create(input.destination, 'asked')
    return made.map(({ destination, name, manifest: { files, missing }, newBytes, untidied }) => ({
      destination,
      snapshot: name.id,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      newBytes,
      missing,
      isSealed: name.isSealed,
      untidied,
    }))
  },
  list: ({ input, owner }) =>
    backupsOf(owner).reading(input.destination, async (repository) => {
      const names = await repository.snapshots()
      return await describeSnapshots(repository, names.toReversed())
    }),
  show: ({ input, owner }) =>
    backupsOf(owner).reading(input.destination, async (repository) =>
      describeSnapshot(repository, await repository.find(input.snapshot)),
    ),
  verify: ({ input, owner }) => backupsOf(owner).upkeep.verify(input.destination),
  drill: ({ input, owner }) => backupsOf(owner).drill(input.destination, input.snapshot),
  export: ({ input, owner }) => backupsOf(owner).export(input.destination, input.snapshot, input.to),
  async prune({ input, owner }) {
    const { keep, remove, chunks, bytes } = await backupsOf(owner).upkeep.prune(input.destination, input.dryRun)
    return { keep: keep.map(({ id }) => id), remove: remove.map(({ id }) => id), chunks, bytes }
  },
  presets: () => [...presets],
  async forecast({ input: { destination, retention, schedule }, owner }) {
    if (schedule) checkSchedule(schedule)
    const { keep, remove } = await backupsOf(owner).reading(destination, (repository) => planPrune(repository, retention))
    const later = schedule ? keptLater(schedule, retention, new Date(backupsOf(owner).now() * 1000)) : []
    return {
      keep: keep.map(({ id }) => id),
      remove: remove.map(({ id }) => id),
      later: later.map(unixTime),
    }
  },
  async createKey({ input, owner }) {
    const key = await backupsOf(owner).createKey(input.another)
    const organization = (await findRealm(owner.appliance.database.read))?.name ?? 'Landline'
    const { id } = backupsOf(owner).keyring.keys.at(-1)!
    return { id, key: key.reveal(), file: keyFileText(key, organization, new Date()) }
  },
  async proveKey({ input, owner }) {
    const { id, createdAt, provedAt } = await backupsOf(owner).proveKey(input.key)
    return { id, createdAt, provedAt }
  },
  removeKey: ({ input, owner }) => backupsOf(owner).removeKey(input.id),
  async addDestination({ input, owner }) {
    const { name, destination, secret } = input
    await backupsOf(owner).addDestination(name, destination, secret === null ? undefined : new Secret(secret))
  },
  removeDestination: ({ input, owner }) => backupsOf(owner).removeDestination(input.name),
  change({ input, owner }) {
    if (input.schedule) checkSchedule(input.schedule)
    backupsOf(owner).change(input)
    return statusOf(owner)
  },
})

function statusOf(owner: Owner): BackupStatus {
  const { settings, destinations, state, keyring, underWay, nextRun, journal } = backupsOf(owner)
  return {
    underWay: underWay ?? null,
    schedule: settings.schedule,
    nextRun: nextRun ? unixTime(nextRun) : null,
    retention: settings.retention,
    copyFromBuckets: settings.copyFromBuckets,
    destinations: destinations.names.map((name) => ({
      name,
      ...destinations.whereIs(name),
      ...state.of(name),
      follows: followsIn(journal?.status.find(({ destination }) => destination === name)),
    })),
    keys: keyring.keys.map(({ id, createdAt, provedAt }) => ({ id, createdAt, provedAt })),
    drill: state.drill,
    history: [...state.history],
  }
}

function followsIn(shipped: JournalStatus | undefined): BackupStatus['destinations'][number]['follows'] {
  if (!shipped) return null
  const { shippedAt, failure } = shipped
  if (!failure) return { at: shippedAt, failure: null }
  const why = failure instanceof BackupRefused ? failure.message : 'The log in the data folder (logs/landline.log) says why.'
  return { at: shippedAt, failure: why }
}
