import type { ChannelId } from '../api/ids.ts'
import { unixNow } from '../api/unix-time.ts'
import type { Db } from '../database/connection.ts'
import type { Channel } from './channel.ts'

/** How busy a channel has been lately. */
export interface Traffic {
  /** Messages a week over the last 28 days; null while the channel is younger than a week. */
  readonly weekly: number | null
  /** Something was written in the last 180 days, or the channel is not older than that. */
  readonly isRecent: boolean
}

const secondsADay = 86_400
const daysForWeekly = 28
const daysForRecent = 180

export const today = (): number => Math.floor(unixNow() / secondsADay)

export interface DayCounts {
  /** Messages of the last 28 days. */
  readonly messages: number
  /** The last day on which there were any. */
  readonly lastDay: number
}

export async function recentCounts(db: Db): Promise<ReadonlyMap<ChannelId, DayCounts>> {
  const firstDay = today() - daysForWeekly + 1
  const rows = await db
    .selectFrom('channelDays')
    .select(({ fn, case: when, ref }) => [
      'channelId',
      fn.max('day').as('lastDay'),
      fn.sum<number>(when().when('day', '>=', firstDay).then(ref('messages')).else(0).end()).as('messages'),
    ])
    .groupBy('channelId')
    .execute()
  return new Map(rows.map((row) => [row.channelId, row]))
}

export function trafficOf(channel: Pick<Channel, 'createdAt'>, counts: DayCounts | undefined): Traffic {
  const age = Math.floor((unixNow() - channel.createdAt) / secondsADay)
  const lastSign = Math.max(Math.floor(channel.createdAt / secondsADay), counts?.lastDay ?? 0)
  return { weekly: weeklyOf(age, counts?.messages ?? 0), isRecent: today() - lastSign <= daysForRecent }
}

function weeklyOf(age: number, messages: number): number | null {
  if (age < 7) return null
  return roundToTwoDigits((messages * 7) / Math.min(age, daysForWeekly))
}

/** 1234 becomes 1200: clients show this as "about". */
const roundToTwoDigits = (value: number): number => Math.round(Number(value.toPrecision(2)))
