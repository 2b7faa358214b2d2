import type { Snapshot } from '../api/snapshot.ts'
import type { Message } from '../api/types.ts'
import { directKey, otherPeople, withoutMe } from '../narrow/narrow.ts'
import type { ChatState } from './store.ts'
import { withEntry } from './store.ts'

export interface DirectConversation {
  /** The others; for notes to oneself, oneself. */
  userIds: number[]
  maxId: number
}

export function directsFrom({ recent_private_conversations, user_id }: Snapshot): ChatState['directs'] {
  return new Map(
    recent_private_conversations.map(({ user_ids, max_message_id }) => {
      const userIds = withoutMe(user_ids, user_id)
      return [directKey(userIds), { userIds, maxId: max_message_id }]
    }),
  )
}

export function directsAfterMessage(state: ChatState, message: Message): ChatState['directs'] {
  const userIds = otherPeople(message, state.me)
  return withEntry(state.directs, directKey(userIds), { userIds, maxId: message.id })
}
