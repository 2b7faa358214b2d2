import { everyChannel } from '../../channels/find.ts'
import type { Db } from '../../database/connection.ts'
import { tallyChannels } from '../../messages/tally.ts'
import { type Reading, withSnapshotDatabase } from './snapshot-database.ts'

/** The channels of a snapshot, to choose one of. */
export async function listChannels(reading: Reading, present: Db) {
  const here = new Set((await everyChannel(present)).map(({ id }) => id))
  return await withSnapshotDatabase(reading, async (db) => {
    const tallies = await tallyChannels(db)
    return (await everyChannel(db)).map(({ id, name, isArchived }) => ({
      channelId: id,
      name,
      isArchived: isArchived === 1,
      messages: tallies.get(id)?.messages ?? 0,
      lastMessageAt: tallies.get(id)?.lastMessageAt ?? null,
      isHere: here.has(id),
    }))
  })
}
