import { badRequest } from '../../api/error.ts'
import type { ChannelId, UserId } from '../../api/ids.ts'
import type { Trx } from '../../database/connection.ts'
import { emit } from '../../realtime/emit.ts'
import { choiceChanged } from '../events.ts'
import { subscriptionOf, updateSubscription } from '../queries.ts'
import { isColor, normaliseColor } from './colors.ts'

/** What people choose for a channel of theirs, by its name on the wire. */
const columns = {
  is_muted: 'isMuted',
  pin_to_top: 'isPinned',
  desktop_notifications: 'desktopNotifications',
  audible_notifications: 'audibleNotifications',
  push_notifications: 'pushNotifications',
  email_notifications: 'emailNotifications',
  wildcard_mentions_notify: 'wildcardMentionsNotify',
} as const

/** `in_home_view` is what older clients call not being muted. */
export const choices = [...(Object.keys(columns) as (keyof typeof columns)[]), 'color', 'in_home_view'] as const
export type Choice = (typeof choices)[number]

/**
 * Changes one setting of somebody's subscription, and tells their clients.
 * @throws ApiError BAD_REQUEST when they are not subscribed, or the value is of the wrong kind
 * @see https://zulip.com/api/update-subscription-settings
 */
export async function choose(
  trx: Trx,
  userId: UserId,
  channelId: ChannelId,
  choice: Choice,
  value: boolean | string,
): Promise<void> {
  const subscription = await subscriptionOf(trx, channelId, userId)
  if (subscription?.isActive !== 1) throw badRequest(`Not subscribed to channel ID ${channelId}`)
  if (choice === 'color') return chooseColor(trx, userId, channelId, value)
  if (typeof value !== 'boolean') throw badRequest(`${choice} is not a boolean`)
  if (choice === 'in_home_view') return choose(trx, userId, channelId, 'is_muted', !value)
  await updateSubscription(trx, channelId, userId, { [columns[choice]]: value ? 1 : 0 })
  emit(trx, choiceChanged(channelId, choice, value), [userId])
  if (choice === 'is_muted') emit(trx, choiceChanged(channelId, 'in_home_view', !value), [userId])
}

async function chooseColor(trx: Trx, userId: UserId, channelId: ChannelId, value: boolean | string): Promise<void> {
  if (typeof value !== 'string' || !isColor(value)) throw badRequest('color is not a valid hex color code')
  const color = normaliseColor(value)
  await updateSubscription(trx, channelId, userId, { color })
  emit(trx, choiceChanged(channelId, 'color', color), [userId])
}
