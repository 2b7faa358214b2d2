import { useEffect, useState } from 'react'
import { Dialog, Notice, Spinner } from '../../../ui/index.ts'
import { fetchHistory, type HistoryEntry } from '../../api/messages.ts'
import { MessageContent } from '../../content/message-content.tsx'
import { useChat } from '../../state/store.ts'
import { formatFull } from '../../time.ts'

export default function History({ messageId, onClose }: { messageId: number; onClose: () => void }) {
  const [entries, setEntries] = useState<HistoryEntry[]>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    fetchHistory(messageId).then(setEntries, (error: Error) => setProblem(error.message))
  }, [messageId])
  return (
    <Dialog title="History of this message" onClose={onClose} size="l">
      {problem && <Notice kind="problem">{problem}</Notice>}
      {!entries && !problem && <Spinner label="Loading the history" />}
      <ol className="history">
        {entries && [...entries].reverse().map((entry) => <Version key={entry.timestamp + entry.content} entry={entry} />)}
      </ol>
    </Dialog>
  )
}

function Version({ entry }: { entry: HistoryEntry }) {
  const name = useChat(({ people }) => (entry.user_id === null ? undefined : people.get(entry.user_id)?.full_name))
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  const moved = entry.prev_topic !== undefined
  return (
    <li className="version">
      <p className="version-head">
        <strong>{name ?? 'Somebody'}</strong>{' '}
        {entry.prev_content === undefined && !moved
          ? 'wrote this'
          : moved && entry.prev_content === undefined
            ? 'moved this'
            : 'edited this'}
        , {formatFull(entry.timestamp, clock24)}
      </p>
      {moved && (
        <p className="version-move">
          From “{entry.prev_topic}” to “{entry.topic}”
        </p>
      )}
      {(entry.prev_content !== undefined || !moved) && <MessageContent html={entry.rendered_content} />}
    </li>
  )
}
