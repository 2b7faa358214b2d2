import { Check } from 'lucide-react'
import { useChat } from '../state/store.ts'

const resolvedMark = '✔ '

export function isResolved(topic: string): boolean {
  return topic.startsWith(resolvedMark)
}

/** A topic as people read it: the nameless one by its stand-in, a resolved one with a tick. */
export function TopicName({ topic }: { topic: string }) {
  const emptyName = useChat(({ organization }) => organization.emptyTopicName)
  if (topic === '') return <em>{emptyName}</em>
  if (!isResolved(topic)) return topic
  return (
    <>
      <Check className="resolved" size={14} aria-label="Resolved" />
      {topic.slice(resolvedMark.length)}
    </>
  )
}
