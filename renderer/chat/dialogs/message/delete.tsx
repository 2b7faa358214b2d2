import { Button, Dialog, Notice } from '../../../ui/index.ts'
import { deleteMessage } from '../../api/messages.ts'
import { MessageContent } from '../../content/message-content.tsx'
import { useChat } from '../../state/store.ts'
import { useSubmit } from '../use-submit.ts'

export default function Delete({ messageId, onClose }: { messageId: number; onClose: () => void }) {
  const html = useChat(({ messages }) => messages.get(messageId)?.content)
  const { busy, problem, submit } = useSubmit(() => deleteMessage(messageId), onClose)
  return (
    <Dialog
      title="Delete this message?"
      onClose={onClose}
      size="s"
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" busy={busy} autoFocus onClick={submit}>
            Delete
          </Button>
        </>
      }
    >
      {problem && <Notice kind="problem">{problem}</Notice>}
      <p className="form-lead">It will be gone for everyone. This cannot be undone.</p>
      {html && (
        <div className="quoted-message">
          <MessageContent html={html} />
        </div>
      )}
    </Dialog>
  )
}
