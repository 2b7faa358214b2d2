import { useEffect } from 'react'
import { keep } from '../../actions/open-list.ts'
import { fetchMessage } from '../../api/messages.ts'
import type { Message } from '../../api/types.ts'
import { useChat } from '../../state/store.ts'

/** A message that may not be in memory yet, such as the newest of a topic nobody opened. */
export function useMessage(id: number): Message | undefined {
  const message = useChat(({ messages }) => messages.get(id))
  const missing = message === undefined
  useEffect(() => {
    if (missing)
      fetchMessage(id).then(
        (found) => keep([found]),
        () => {},
      )
  }, [id, missing])
  return message
}
