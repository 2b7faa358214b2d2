import { statfsSync, statSync } from 'node:fs'
import { countActivePeople } from '../accounts/roster.ts'
import { unixTime } from '../api/unix-time.ts'
import { isLoopback } from '../config/addresses.ts'
import { findRealm } from '../realm/find.ts'
import { storageProblems } from '../uploads/storage/problems.ts'
import { answer } from './answer.ts'
import { changesOf } from './changes.ts'
import { type Status, status } from './contract/status.ts'
import type { Owner } from './owner.ts'

export const statusCalls = answer(status, {
  get: ({ owner }) => statusOf(owner),
  watch: ({ owner, signal }) => changesOf({ look: () => statusOf(owner), worthTelling, every: 2000 }, signal),
})

async function statusOf({ version, appliance, server }: Owner): Promise<Status> {
  const { folder, database, features, secrets, problems } = appliance
  const [realm, active] = await Promise.all([findRealm(database.read), countActivePeople(database.read)])
  return {
    state: !server ? 'open' : server.isStopping ? 'stopping' : 'running',
    version,
    pid: process.pid,
    runningSince: server ? unixTime(server.since) : null,
    dataFolder: folder.path,
    addresses: [...(server?.urls ?? [])],
    openToNetwork: server !== undefined && !isLoopback(server.host),
    organization: realm ? { name: realm.name } : null,
    setupLink: server && !realm ? server.setupLink() : null,
    people: { connected: server?.peopleConnected() ?? 0, active },
    problems: [...problems, ...features.moving.problems, ...storageProblems(features.uploads), ...features.watcher.alarms].map(
      ({ code, message, nextStep }) => ({ code, message, nextStep }),
    ),
    secrets: { kind: secrets.report.kind, why: secrets.report.why },
    disk: { databaseBytes: bytesOf(folder.database) + bytesOf(`${folder.database}-wal`), freeBytes: freeBytes(folder.path) },
    memoryBytes: process.memoryUsage.rss(),
  }
}

/** Sizes alone change all the time and are not worth telling. */
const worthTelling = ({ disk, memoryBytes, ...rest }: Status): string =>
  JSON.stringify({ ...rest, freeMegabytes: Math.round(disk.freeBytes / 1e8), megabytes: Math.round(memoryBytes / 2e7) })

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
