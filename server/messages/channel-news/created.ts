import type { ChannelId } from '../../api/ids.ts'
import type { Viewer } from '../../api/viewer.ts'
import type { Channel } from '../../channels/channel.ts'
import { findChannel, findStanding } from '../../channels/find.ts'
import type { Trx } from '../../database/connection.ts'
import { realmSettings } from '../../realm/settings.ts'
import { sendNotice, silently } from '../notices.ts'
import { privacyOf, quoted, sayOf } from './events-topic.ts'

/** Says in each channel who made it and what for and, with `announce`, in the organization's channel for that. */
export async function tellCreated(
  trx: Trx,
  viewer: Viewer,
  created: readonly Channel[],
  { announce, realmUrl }: { readonly announce: boolean; readonly realmUrl: string },
): Promise<void> {
  for (const channel of created) {
    const words = `**${privacyOf(channel)}** channel created by ${silently(viewer)}. **Description:**`
    await sayOf(trx, channel, `${words}\n${quoted(channel.description)}`, { viewer, realmUrl })
  }
  if (announce && created.length > 0) await announceAll(trx, viewer, created, realmUrl)
}

async function announceAll(trx: Trx, viewer: Viewer, created: readonly Channel[], realmUrl: string): Promise<void> {
  const { new_stream_announcements_stream_id } = await realmSettings(trx)
  const board = await findChannel(trx, new_stream_announcements_stream_id as ChannelId)
  if (!board || board.isArchived === 1) return
  const names = created.map(({ name }) => `#**${name}**`).join(', ')
  const what = created.length > 1 ? 'the following channels:' : 'a new channel'
  const place = { kind: 'topic', standing: await findStanding(trx, viewer, board), topic: 'new channels' } as const
  await sendNotice(trx, place, `${silently(viewer)} created ${what} ${names}.`, { realmUrl }, { causedBy: viewer })
}
