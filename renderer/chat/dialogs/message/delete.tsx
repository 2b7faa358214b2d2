import { ConfirmDialog, Notice, useSubmit } from '../../../ui/index.ts'
import { deleteMessage } from '../../api/messages.ts'
import { MessageContent } from '../../content/message-content.tsx'
import { useChat } from '../../state/store.ts'

export default function Delete({ messageId, onClose }: { messageId: number; onClose: () => void }) {
  const html = useChat(({ messages }) => messages.get(messageId)?.content)
  const { busy, problem, submit } = useSubmit(() => deleteMessage(messageId), onClose)
  return (
    <ConfirmDialog title="Delete this message?" action="Delete" busy={busy} autoFocus onConfirm={submit} onClose={onClose}>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <p className="form-lead">It will be gone for everyone. This cannot be undone.</p>
      {html && (
        <div className="quoted-message">
          <MessageContent html={html} />
        </div>
      )}
    </ConfirmDialog>
  )
}
