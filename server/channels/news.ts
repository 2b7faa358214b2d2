import type { Viewer } from '../api/viewer.ts'
import type { Trx } from '../database/connection.ts'
import type { Channel } from './channel.ts'

/** Names of channels by the id of the person they are about. */
export type NamesByPerson = Readonly<Record<string, readonly string[]>>

/** What people read about channels in messages. Messages know how: that feature is above this one. */
export interface ChannelNews {
  /** Tells everybody but the viewer, each alone, where the viewer has subscribed them. */
  tellAdded(trx: Trx, viewer: Viewer, added: NamesByPerson, realmUrl: string): Promise<void>
  /** Says in each who made it and, with `announce`, where the organization announces new channels that they are there. */
  tellCreated(
    trx: Trx,
    viewer: Viewer,
    created: readonly Channel[],
    given: { announce: boolean; realmUrl: string },
  ): Promise<void>
  /** Says in the channel what the viewer changed about it. */
  tellChanged(trx: Trx, viewer: Viewer, was: Channel, is: Channel, realmUrl: string): Promise<void>
}
