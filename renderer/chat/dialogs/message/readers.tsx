import { useEffect, useState } from 'react'
import { Dialog, Notice, Spinner } from '../../../ui/index.ts'
import { fetchReaders } from '../../api/messages.ts'
import { Avatar } from '../../people/avatar.tsx'
import { useChat } from '../../state/store.ts'

export default function Readers({ messageId, onClose }: { messageId: number; onClose: () => void }) {
  const people = useChat((state) => state.people)
  const [readers, setReaders] = useState<number[]>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    fetchReaders(messageId).then(setReaders, (error: Error) => setProblem(error.message))
  }, [messageId])
  const title = readers ? (readers.length === 0 ? 'Nobody has read this yet' : `Read by ${readers.length}`) : 'Read by'
  return (
    <Dialog title={title} onClose={onClose} size="s">
      {problem && <Notice kind="problem">{problem}</Notice>}
      {!readers && !problem && <Spinner label="Loading" />}
      <ul className="member-list">
        {readers?.map((id) => (
          <li key={id} className="member">
            <Avatar userId={id} size={26} />
            <span>{people.get(id)?.full_name ?? 'Somebody'}</span>
          </li>
        ))}
      </ul>
      <p className="form-lead">Only people who share that they read are counted; the author is not.</p>
    </Dialog>
  )
}
