import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { openFolder } from '../../../server/backups/repository/open.ts'
import { restoreInto } from '../../../server/backups/restore/into-folder.ts'
import type { Size } from '../million.ts'
import { BareOrganization } from './bare-organization.ts'

const rounds = 3
const hours = 30
const share = 0.01
/** Threads end when nobody has needed them for a while. Milliseconds. */
const threadsRest = 4000

export interface Speed {
  readonly bytes: number
  /** Seconds. */
  readonly copy: number
  readonly first: number
  readonly incremental: number
  /** The same by copying the database, and reading a snapshot back. */
  readonly byCopy: number
  readonly verify: number
  readonly restore: number
  readonly firstBytes: number
  readonly incrementalBytes: number
  readonly storedInTheEnd: number
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** What better-sqlite3 does on its own, and then a copy of that, as to another place. */
async function plainCopy(organization: BareOrganization): Promise<void> {
  const [backup, copy] = [organization.at('backup.db'), organization.at('copy.db')]
  const sqlite = new SQLite(organization.database.file, { readonly: true })
  await sqlite.backup(backup)
  sqlite.close()
  execFileSync('cp', [backup, copy])
}

interface Round {
  readonly copy: number
  readonly first: number
  readonly incremental: number
  readonly byCopy: number
  readonly verify: number
  readonly firstBytes: number
  readonly incrementalBytes: number
}

/** Leaves three snapshots. */
async function measureRound(organization: BareOrganization): Promise<Round> {
  const snapshot = async (options?: Parameters<BareOrganization['take']>[0]) => {
    const began = performance.now()
    const taken = await organization.take(options)
    return { taken, took: (performance.now() - began) / 1000 }
  }
  for (const name of ['repository', 'scratch']) execFileSync('find', [organization.at(name), '-mindepth', '1', '-delete'])
  const copy = await seconds(() => plainCopy(organization))
  for (const name of ['backup.db', 'copy.db']) rmSync(organization.at(name))
  const first = await snapshot()
  await organization.verify(first.taken)
  await organization.churn(share)
  await setTimeout(threadsRest) // as after an hour
  const incremental = await snapshot()
  if (!incremental.taken.manifest.copiedAt) throw new Error('The journal was of no use')
  const verify = await seconds(() => organization.verify(incremental.taken))
  await organization.churn(share)
  const byCopy = await snapshot({ byCopy: true })
  return {
    copy,
    first: first.took,
    incremental: incremental.took,
    byCopy: byCopy.took,
    verify,
    firstBytes: first.taken.newBytes,
    incrementalBytes: incremental.taken.newBytes,
  }
}

/** Best of a few rounds each, in turns: the machine has its moods. */
export async function measureSpeed(size: Size): Promise<Speed> {
  const organization = new BareOrganization(size)
  try {
    await organization.follow()
    const measured: Round[] = []
    while (measured.length < rounds) measured.push(await measureRound(organization))
    const best = (what: keyof Round): number => Math.min(...measured.map((round) => round[what]))
    for (let hour = 3; hour < hours; hour++) {
      await organization.churn(share)
      await organization.take()
    }
    const repository = await openFolder(organization.at('repository'))
    const newest = await repository.find('latest')
    return {
      bytes: organization.bytes,
      copy: best('copy'),
      first: best('first'),
      incremental: best('incremental'),
      byCopy: best('byCopy'),
      verify: best('verify'),
      restore: await seconds(() => restoreInto(repository, newest, organization.at('restored'))),
      firstBytes: best('firstBytes'),
      incrementalBytes: measured.at(-1)!.incrementalBytes,
      storedInTheEnd: await organization.bytesStored(),
    }
  } finally {
    await organization.remove()
  }
}
