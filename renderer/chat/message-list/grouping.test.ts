import { expect, test } from 'vitest'
import { ada, ben, channelMessage, directMessage } from '../state/fixture.ts'
import { leadOf } from './grouping.ts'

const lead = (message = channelMessage(2, 'lunch'), before = channelMessage(1, 'lunch'), mixed = true) =>
  leadOf(message, before, mixed, undefined, ada)

test('what one person says in a row stands under one name', () => {
  expect(lead()).toEqual({ day: false, recipient: false, unreadLine: false, continues: true })
})

test('another person, a long pause, or an act begins anew', () => {
  expect(lead(channelMessage(2, 'lunch', { sender_id: ada })).continues).toBe(false)
  expect(lead(channelMessage(2, 'lunch', { timestamp: 1_700_000_000 + 700 })).continues).toBe(false)
  expect(lead(channelMessage(2, 'lunch', { is_me_message: true })).continues).toBe(false)
})

test('another topic is announced where topics mix, and only there', () => {
  expect(lead(channelMessage(2, 'dinner')).recipient).toBe(true)
  expect(lead(channelMessage(2, 'LUNCH')).recipient).toBe(false)
  expect(lead(directMessage(2)).recipient).toBe(true)
  expect(lead(channelMessage(2, 'dinner'), undefined, false).recipient).toBe(false)
})

test('a new day is announced with its conversation', () => {
  const nextDay = channelMessage(2, 'lunch', { timestamp: 1_700_000_000 + 90_000, sender_id: ben })
  expect(lead(nextDay)).toMatchObject({ day: true, recipient: true, continues: false })
})

test('the line of what is new stands above the first unread message', () => {
  expect(leadOf(channelMessage(2, 'lunch'), channelMessage(1, 'lunch'), false, 2, ada)).toMatchObject({
    unreadLine: true,
    continues: false,
  })
})
