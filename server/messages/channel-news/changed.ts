import type { Viewer } from '../../api/viewer.ts'
import type { Channel } from '../../channels/channel.ts'
import { wirePermission } from '../../channels/wire.ts'
import type { Trx } from '../../database/connection.ts'
import { silently } from '../notices.ts'
import { privacyOf, quoted, sayOf } from './events-topic.ts'
import { whoIn } from './who.ts'

/** Says in a channel how it is called now, what it is for and who may read and write there, as far as the viewer changed it. */
export async function tellChanged(trx: Trx, viewer: Viewer, was: Channel, is: Channel, realmUrl: string): Promise<void> {
  const who = silently(viewer)
  const say = (words: string): Promise<void> => sayOf(trx, is, words, { viewer, realmUrl })
  if (was.name !== is.name) await say(`${who} renamed channel **${was.name}** to **${is.name}**.`)
  if (was.description !== is.description)
    await say(`${who} changed the description for this channel.\n\n${descriptions(was, is)}`)
  const [before, now] = [privacyOf(was), privacyOf(is)]
  if (before !== now) await say(`${who} changed the access permissions for this channel from **${before}** to **${now}**.`)
  const writers = await newWriters(trx, was, is)
  if (writers) await say(`${who} changed the posting permissions for this channel:\n\n${writers}`)
  if (was.isArchived !== is.isArchived) {
    const words = `Channel #**${is.name}** has been ${is.isArchived === 1 ? 'archived' : 'unarchived'}.`
    await sayOf(trx, is, words, { viewer, realmUrl, isQuiet: true }) // it is gone from everybody's list, or back again
  }
}

const descriptions = (was: Channel, is: Channel): string =>
  `* **Old description:**\n${quoted(was.description)}\n* **New description:**\n${quoted(is.description)}`

async function newWriters(trx: Trx, was: Channel, is: Channel): Promise<string | undefined> {
  const [before, now] = [was, is].map((channel) => wirePermission(channel, 'can_send_message_group'))
  if (JSON.stringify(before) === JSON.stringify(now)) return undefined
  return `* **Old permissions**: ${await whoIn(trx, before!)}\n* **New permissions**: ${await whoIn(trx, now!)}`
}
