import { type ChatState, useChat } from '../state/store.ts'

/** The names of the others in a direct conversation. */
export function directTitle({ people, me }: ChatState, userIds: readonly number[]): string {
  if (userIds.length === 1 && userIds[0] === me) return `${people.get(me)?.full_name ?? 'You'} (you)`
  return userIds.map((id) => people.get(id)?.full_name ?? 'Unknown person').join(', ')
}

export function useDirectTitle(userIds: readonly number[]): string {
  return useChat((state) => directTitle(state, userIds))
}
