import { addReaction, removeReaction } from '../api/messages.ts'
import { RequestFailed } from '../api/request.ts'
import type { PickedEmoji } from '../emoji/open-picker.ts'
import { applyReaction } from '../state/events/reactions.ts'
import { store } from '../state/store.ts'
import { reporting } from './report.ts'

/** Adds one's reaction or takes it back: on the screen at once, undone if the server refuses. */
export async function toggleReaction(messageId: number, emoji: PickedEmoji): Promise<void> {
  const { me, messages } = store.getState()
  const mine = messages
    .get(messageId)
    ?.reactions.some(
      (one) => one.user_id === me && one.emoji_code === emoji.emoji_code && one.reaction_type === emoji.reaction_type,
    )
  const op = mine ? 'remove' : 'add'
  show(messageId, emoji, op)
  const asked = (mine ? removeReaction : addReaction)(messageId, emoji).catch((error) => {
    if (error instanceof RequestFailed && error.code.startsWith('REACTION_')) return // it already is as we want it
    throw error
  })
  if (!(await reporting(asked))) show(messageId, emoji, mine ? 'add' : 'remove')
}

function show(message_id: number, emoji: PickedEmoji, op: 'add' | 'remove'): void {
  store.setState((state) => applyReaction(state, { type: 'reaction', op, message_id, user_id: state.me, ...emoji }))
}
