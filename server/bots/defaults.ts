import type { ChannelId } from '../api/ids.ts'
import { flag, optional, rawText } from '../api/params.ts'
import type { Viewer } from '../api/viewer.ts'
import { getVisibleChannelByName } from '../channels/find.ts'
import type { Db } from '../database/connection.ts'

/** Where a bot says and hears things unless told otherwise: those that somebody chose. */
export interface Defaults {
  readonly sendingChannelId?: ChannelId | null
  readonly eventsChannelId?: ChannelId | null
  readonly hearsAllPublic?: number
}

/** Channels by name; the empty one stands for none. */
export const defaultsParams = {
  default_sending_stream: optional(rawText()),
  default_events_register_stream: optional(rawText()),
  default_all_public_streams: optional(flag()),
}

interface Given {
  readonly default_sending_stream?: string
  readonly default_events_register_stream?: string
  readonly default_all_public_streams?: boolean
}

/** @throws ApiError where the viewer knows of no such channel */
export async function defaultsFrom(db: Db, viewer: Viewer, given: Given): Promise<Defaults> {
  const { default_sending_stream: sending, default_events_register_stream: events, default_all_public_streams: all } = given
  return {
    ...(sending === undefined ? {} : { sendingChannelId: await idOf(db, viewer, sending) }),
    ...(events === undefined ? {} : { eventsChannelId: await idOf(db, viewer, events) }),
    ...(all === undefined ? {} : { hearsAllPublic: Number(all) }),
  }
}

const idOf = async (db: Db, viewer: Viewer, name: string): Promise<ChannelId | null> =>
  name === '' ? null : (await getVisibleChannelByName(db, viewer, name)).channel.id
