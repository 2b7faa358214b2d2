import type { ChannelId, MessageId } from '../../api/ids.ts'
import { bringBackFiles } from './files.ts'
import { bringBackAChannel, bringBackAMessage, type Desk } from './messages.ts'
import type { BringBack, RestorePart } from './wish.ts'

/** How each part of a snapshot goes back into the organization that is here. */
export const bringBackPart =
  (desk: Desk) =>
  (part: RestorePart): BringBack => {
    if (part.what === 'files') return bringBackFiles(desk)
    if (part.what === 'channel') return bringBackAChannel(desk, part.channelId as ChannelId)
    return bringBackAMessage(desk, part.messageId as MessageId)
  }
