import { useState } from 'react'
import { Button, Dialog, Notice, SelectField, Switch, TextField, useSubmit } from '../../../ui/index.ts'
import { editMessage, type MessageChange } from '../../api/messages.ts'
import { topicNarrow } from '../../narrow/narrow.ts'
import { follow, isShown } from '../../navigation.ts'
import { useChat } from '../../state/store.ts'
import { useMessage } from './use-message.ts'

interface MoveProps {
  messageId: number
  /** The whole topic, rather than this message on. */
  whole?: boolean
  onClose: () => void
}

/** Moves messages to another topic or channel. */
export default function Move({ messageId, whole, onClose }: MoveProps) {
  const message = useMessage(messageId)
  return (
    <Dialog title={whole ? 'Rename or move this topic' : 'Move messages'} onClose={onClose}>
      {message && (
        <MoveForm
          key={message.id}
          messageId={messageId}
          whole={whole}
          from={{ channelId: message.stream_id!, topic: message.subject }}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function MoveForm({ messageId, whole, from, onClose }: MoveProps & { from: { channelId: number; topic: string } }) {
  const subscriptions = useChat((state) => state.subscriptions)
  const longest = useChat(({ organization }) => organization.max_topic_length)
  const [topic, setTopic] = useState(from.topic)
  const [channelId, setChannelId] = useState(from.channelId)
  const [how, setHow] = useState<NonNullable<MessageChange['propagate_mode']>>(whole ? 'change_all' : 'change_later')
  const [tellNew, setTellNew] = useState(!whole)
  const changed = topic !== from.topic || channelId !== from.channelId
  const { busy, problem, submit } = useSubmit(
    () =>
      editMessage(messageId, {
        ...(topic !== from.topic && { topic }),
        ...(channelId !== from.channelId && { stream_id: channelId }),
        propagate_mode: how,
        send_notification_to_old_thread: false,
        send_notification_to_new_thread: tellNew,
      }),
    () => {
      onClose()
      if (isShown(topicNarrow(from.channelId, from.topic))) follow(channelId, topic, whole ? undefined : messageId)
    },
  )
  return (
    <form className="form" onSubmit={submit}>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <SelectField label="Channel" value={channelId} onChange={(event) => setChannelId(Number(event.target.value))}>
        {[...subscriptions.values()].map(({ stream_id, name }) => (
          <option key={stream_id} value={stream_id}>
            #{name}
          </option>
        ))}
      </SelectField>
      <TextField label="Topic" autoFocus maxLength={longest} value={topic} onChange={(event) => setTopic(event.target.value)} />
      {!whole && (
        <SelectField label="Which messages" value={how} onChange={(event) => setHow(event.target.value as typeof how)}>
          <option value="change_one">Only this one</option>
          <option value="change_later">This one and all after it</option>
          <option value="change_all">The whole topic</option>
        </SelectField>
      )}
      <Switch label="Leave a note in the new topic" checked={tellNew} onChange={setTellNew} />
      <div className="form-actions">
        <Button look="primary" type="submit" busy={busy} disabled={!changed}>
          Move
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
