import { expect, test } from 'vitest'
import { topicKey } from '../narrow/narrow.ts'
import { ben, channel, freshState, general } from './fixture.ts'
import { unreadSummary } from './unread-summary.ts'
import { Unreads } from './unreads.ts'

const snapshot = {
  count: 6,
  pms: [{ other_user_id: ben, unread_message_ids: [1, 2] }],
  streams: [
    { stream_id: general, topic: 'lunch', unread_message_ids: [3, 4, 5] },
    { stream_id: general, topic: 'noise', unread_message_ids: [6] },
  ],
  huddles: [],
  mentions: [5],
  old_unreads_missing: false,
}

test('the number in the title counts people and channels', () => {
  const state = freshState({ unreads: Unreads.from(snapshot, 10) })
  expect(unreadSummary(state)).toMatchObject({ total: 6, directs: 2, mentions: 1 })
})

test('muted topics and channels are not counted, though a mention in them shows', () => {
  const unreads = Unreads.from(snapshot, 10)
  const noiseMuted = freshState({ unreads, topicVisibility: new Map([[topicKey(general, 'Noise'), 1 as const]]) })
  expect(unreadSummary(noiseMuted).byChannel.get(general)).toBe(3)

  const subscriptions = new Map([[general, channel(general, 'general', { is_muted: true })]])
  const summary = unreadSummary(freshState({ unreads, subscriptions, unreadsVersion: 1 }))
  expect(summary.total).toBe(2)
  expect(summary.channelsWithMention.has(general)).toBe(true)
})
