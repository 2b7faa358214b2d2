import type { Destination } from '../api/messages.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { useChat } from '../state/store.ts'

/** "Ben is typing…" Its height is kept, so that nothing moves when somebody starts. */
export function TypingLine({ to }: { to: Destination | undefined }) {
  const key = to && conversationKey(to)
  const names = useChat(({ typists, people }) =>
    typists
      .filter(({ conversation }) => conversation === key)
      .map(({ userId }) => people.get(userId)?.full_name ?? 'Someone')
      .join('\n'),
  ).split('\n')
  return (
    <p className="typing" aria-live="polite">
      {names[0] && sentence(names)}
    </p>
  )
}

function sentence(names: string[]): string {
  if (names.length === 1) return `${names[0]} is typing…`
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`
  return 'Several people are typing…'
}
