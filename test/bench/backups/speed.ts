import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { openFolder } from '../../../server/backups/repository/open.ts'
import { restoreInto } from '../../../server/backups/restore/into-folder.ts'
import type { Size } from '../million.ts'
import { BareOrganization, churn } from './bare-organization.ts'

const rounds = 3
const hours = 30
const share = 0.01

export interface Speed {
  readonly bytes: number
  /** Seconds. */
  readonly copy: number
  readonly first: number
  readonly incremental: number
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

/** Best of a few rounds each, in turns: the machine has its moods. */
export async function measureSpeed(size: Size): Promise<Speed> {
  const organization = new BareOrganization(size)
  try {
    const times = { copy: [] as number[], first: [] as number[], incremental: [] as number[] }
    let [firstBytes, incrementalBytes] = [0, 0]
    for (let round = 0; round < rounds; round++) {
      for (const name of ['repository', 'scratch']) execFileSync('find', [organization.at(name), '-mindepth', '1', '-delete'])
      times.copy.push(await seconds(() => plainCopy(organization)))
      for (const name of ['backup.db', 'copy.db']) rmSync(organization.at(name))
      times.first.push(
        await seconds(async () => {
          firstBytes = (await organization.take()).newBytes
        }),
      )
      churn(organization.database, share)
      times.incremental.push(
        await seconds(async () => {
          incrementalBytes = (await organization.take()).newBytes
        }),
      )
    }
    for (let hour = 1; hour < hours; hour++) {
      churn(organization.database, share)
      await organization.take()
    }
    const repository = await openFolder(organization.at('repository'))
    const newest = await repository.find('latest')
    const restore = await seconds(() => restoreInto(repository, newest, organization.at('restored')))
    const [copy, first, incremental] = [times.copy, times.first, times.incremental].map((all) => Math.min(...all))
    const storedInTheEnd = await organization.bytesStored()
    return {
      bytes: organization.bytes,
      copy: copy!,
      first: first!,
      incremental: incremental!,
      restore,
      firstBytes,
      incrementalBytes,
      storedInTheEnd,
    }
  } finally {
    await organization.remove()
  }
}
