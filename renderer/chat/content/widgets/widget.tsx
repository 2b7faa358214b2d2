import { lazy, Suspense } from 'react'
import type { Message } from '../../api/types.ts'
import { MessageContent } from '../message-content.tsx'
import { parsed } from './parse-json.ts'

const Poll = lazy(() => import('./poll.tsx'))
const TodoList = lazy(() => import('./todo-list.tsx'))

interface WidgetStart {
  widget_type?: string
  extra_data?: Record<string, unknown> | null
}

/** A poll or to-do list; a kind of widget that we do not know is shown as its text. */
export function Widget({ message }: { message: Message }) {
  const start = parsed<WidgetStart>(message.submessages?.[0]?.content)
  const text = <MessageContent html={message.content} isMe={message.is_me_message} />
  if (start?.widget_type === 'poll') {
    return (
      <Suspense fallback={text}>
        <Poll message={message} start={start.extra_data ?? {}} />
      </Suspense>
    )
  }
  if (start?.widget_type === 'todo') {
    return (
      <Suspense fallback={text}>
        <TodoList message={message} start={start.extra_data ?? {}} />
      </Suspense>
    )
  }
  return text
}
