import type { Readable } from 'node:stream'
import type { ChannelId, MessageId, UserId } from '../../api/ids.ts'
import { bringBackChannel, readReturningChannel } from '../../channels/bring-back.ts'
import type { Database, Db } from '../../database/connection.ts'
import { bringBackMessages, type Returned } from '../../messages/returning/bring-back.ts'
import { channelOfMessage, messageIdsIn, readReturning } from '../../messages/returning/read.ts'
import type { FileLibrary } from '../../uploads/file-library.ts'
import { bringBackUpload, type ReturningUpload, uploadsShownIn } from '../../uploads/files/bring-back.ts'
import { BackupRefused } from '../refused.ts'
import { filesIn } from './files.ts'
import { matchPeople } from './people.ts'
import { withSnapshotDatabase } from './snapshot-database.ts'
import type { BringBack, BroughtBack, PartWork } from './wish.ts'

export interface Desk {
  readonly database: Database
  readonly library: FileLibrary
  /** Of the data folder. */
  readonly folder: string
  /** Clients have to look again at everything: there is no event for words from the past. */
  readonly newGeneration: () => Promise<void>
}

/** So many at once keep nobody waiting long. What is interrupted in between is gone on with by doing it again. */
const atOnce = 200

interface Wanted {
  readonly channelId: ChannelId
  readonly ids: readonly MessageId[]
}

/** A channel, with everything that was said in it and is missing here. */
export const bringBackAChannel = (desk: Desk, channelId: ChannelId): BringBack =>
  bringBackSome(desk, async (db) => ({ channelId, ids: await messageIdsIn(db, channelId) }))

/** One message that was deleted. */
export const bringBackAMessage = (desk: Desk, id: MessageId): BringBack =>
  bringBackSome(desk, async (db) => {
    const channelId = await channelOfMessage(db, id)
    if (channelId) return { channelId, ids: [id] }
    const why = channelId === undefined ? 'has no message' : 'has as a direct message, which stays between those people, message'
    throw notThere(`This backup ${why} ${id}.`)
  })

const bringBackSome =
  (desk: Desk, find: (db: Db) => Promise<Wanted>): BringBack =>
  async (work) => {
    const { repository, name, signal, report } = work
    const wrote = (bytes: number, total: number): void => report('unpacking', bytes, total)
    return await withSnapshotDatabase({ repository, name, folder: desk.folder, signal, wrote }, async (db) =>
      bringBackFrom(db, await find(db), desk, work),
    )
  }

async function bringBackFrom(db: Db, { channelId, ids }: Wanted, desk: Desk, work: PartWork): Promise<BroughtBack> {
  const { database, newGeneration } = desk
  const returning = await readReturningChannel(db, channelId)
  if (!returning) throw notThere(`This backup has no channel ${channelId}.`)
  const whoIs = await matchPeople(db, database.read)
  const { channel, isNew } = await database.inTransaction((trx) => bringBackChannel(trx, returning, whoIs))
  const sum = { back: 0, renumbered: 0, alreadyHere: 0, byStrangers: 0, lostFiles: 0 }
  try {
    for (let from = 0; from < ids.length; from += atOnce) {
      work.signal.throwIfAborted()
      const some = ids.slice(from, from + atOnce)
      const uploads = await uploadsShownIn(db, some)
      sum.lostFiles += await bringBackUploads(desk, work, uploads, whoIs)
      const uploadsOf = (id: MessageId) => uploads.filter(({ messageId }) => messageId === id).map(({ upload }) => upload.path)
      const messages = await readReturning(db, some)
      const done = await database.inTransaction((trx) =>
        bringBackMessages(trx, messages, { channelId: channel.id, whoIs, uploadsOf }),
      )
      for (const key of Object.keys(done) as (keyof Returned)[]) sum[key] += done[key]
      work.report('bringing back', from + some.length, ids.length)
    }
  } finally {
    await newGeneration()
  }
  return tell(channel.name, isNew, sum)
}

/** @returns how many are nowhere */
async function bringBackUploads(
  { library, database }: Desk,
  { repository, name }: PartWork,
  uploads: readonly ReturningUpload[],
  whoIs: (id: UserId) => UserId | undefined,
): Promise<number> {
  let lost = 0
  const found = await filesIn(repository, name)
  for (const one of uploads) {
    const ownerId = whoIs(one.upload.ownerId)
    const open = (): Readable | undefined => found(one.blob)
    if (ownerId === undefined || !(await bringBackUpload(library, database, one, ownerId, open))) lost++
  }
  return lost
}

function tell(channel: string, isNew: boolean, sum: Returned & { readonly lostFiles: number }): BroughtBack {
  const count = (n: number): string => (n === 1 ? '1 message' : `${n} messages`)
  const notes = [
    ...(isNew ? ['The channel was not here any more. It has its people again, and the usual permissions.'] : []),
    ...(sum.renumbered ? [`${count(sum.renumbered)} came back under new numbers, because others have theirs now.`] : []),
    ...(sum.byStrangers ? [`${count(sum.byStrangers)} stayed away: whoever wrote them is not here.`] : []),
    ...(sum.lostFiles
      ? [`${sum.lostFiles} files that they showed are not in this snapshot, or belong to somebody who is not here.`]
      : []),
  ]
  const here = sum.alreadyHere === 1 ? '1 was' : `${sum.alreadyHere} were`
  return { message: `${count(sum.back)} came back to #${channel}; ${here} here already.`, notes }
}

const notThere = (message: string): BackupRefused =>
  new BackupRefused('NOT_IN_SNAPSHOT', message, 'Choose another one: an earlier one may have it.')
