import { randomInt } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ChannelRow, SubscriptionRow } from '../database/schema/channels.ts'
import type { ChannelSettings } from './settings.ts'

/** A named place where people write to topics. */
export interface Channel extends Omit<Selectable<ChannelRow>, 'settings'> {
  readonly settings: ChannelSettings
}

/** A person's membership of a channel, with the settings they chose for it; inactive once they left. */
export type Subscription = Selectable<SubscriptionRow>

const noSettings: ChannelSettings = {}

export const toChannel = (row: Selectable<ChannelRow>): Channel => ({
  ...row,
  settings: row.settings === '{}' ? noSettings : JSON.parse(row.settings),
})

/** A value for the stamp columns. Forty bits, so that the sum over all channels stays exact. */
export const newStamp = (): number => randomInt(2 ** 40)

/** Names that differ only in case, or in how Unicode writes them, are the same name. */
export const foldName = (name: string): string => name.trim().normalize('NFC').toLowerCase()
