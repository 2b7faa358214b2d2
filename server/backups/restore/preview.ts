import { buffer } from 'node:stream/consumers'
import { readSettings } from '../../config/read-settings.ts'
import type { Settings } from '../../config/settings.ts'
import { describeSnapshot, describeSnapshots } from '../describe.ts'
import { periodsOf } from '../journal/moments.ts'
import type { Repository, SnapshotName } from '../repository/repository.ts'
import { readFileOf } from '../repository/unpack.ts'
import { inspectDatabase } from '../snapshot/facts.ts'
import { networkOf } from './new-settings.ts'
import { isOurs, notesOn, type Present } from './stage.ts'
import { bytesOf, freeBytesAt } from './unpack-all.ts'

/** What is in backups. */
export async function listRepository(repository: Repository, present: Pick<Present, 'settings'>) {
  const names = (await repository.snapshots()).toReversed()
  return {
    organization: repository.header.organization,
    isOurs: isOurs(present, repository),
    needsKey: repository.cipher === undefined && names.some(({ isSealed }) => isSealed),
    snapshots: await describeSnapshots(repository, names),
    periods: (await periodsOf(repository)).map(({ from, until }) => ({ from, to: until })).toReversed(),
  }
}

/** What a snapshot holds, and what bringing it back would change. @param database of what is here */
export async function previewSnapshot(repository: Repository, name: SnapshotName, present: Present, database: string) {
  const { settings, folder } = present
  const manifest = await repository.manifest(name)
  return {
    snapshot: await describeSnapshot(repository, name),
    present: await presentFacts(database),
    network: { present: networkOf(settings.get()), snapshot: networkOf(await settingsOf(repository, name)) },
    neededBytes: bytesOf(manifest.files),
    freeBytes: await freeBytesAt(folder),
    notes: notesOn(manifest),
  }
}

async function presentFacts(database: string) {
  const { facts, flaws } = await inspectDatabase(database, false)
  const { organization, people, messages, lastMessageAt } = facts
  return flaws.length > 0 || organization === null ? null : { organization, people, messages, lastMessageAt }
}

async function settingsOf(repository: Repository, name: SnapshotName): Promise<Settings> {
  const { files } = await repository.manifest(name)
  const file = files.find(({ path }) => path === 'landline.json')
  const text = file ? (await buffer(readFileOf(repository.chunks(name.isSealed), file))).toString() : '{}'
  return readSettings(text, 'landline.json of the snapshot').settings
}
