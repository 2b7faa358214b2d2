import { Clock, TriangleAlert } from 'lucide-react'
import { Button, classNames } from '../../ui/index.ts'
import { discard, retry } from '../actions/send.ts'
import { focusCompose, insertIntoCompose } from '../compose/open.ts'
import { useLocalHtml } from '../content/local-markdown.ts'
import { MessageContent } from '../content/message-content.tsx'
import { Avatar } from '../people/avatar.tsx'
import type { PendingMessage } from '../state/outbox.ts'
import { useChat } from '../state/store.ts'

/** One's own message before the server has it: shown at once, as the server will most likely render it. */
export function PendingRow({ pending }: { pending: PendingMessage }) {
  const me = useChat((state) => state.people.get(state.me))
  const offline = useChat(({ connection }) => connection !== 'live')
  const html = useLocalHtml(pending.content)
  const editAgain = () => {
    focusCompose(pending.to)
    insertIntoCompose(discard(pending.localId))
  }
  return (
    <article
      className={classNames('message', 'message-pending', pending.state === 'failed' && 'message-failed')}
      aria-label="Your message, not sent yet"
    >
      <div className="message-side">{me && <Avatar userId={me.user_id} size={36} />}</div>
      <div className="message-main">
        <div className="message-head">
          <span className="message-sender">{me?.full_name}</span>
          <span className="message-time">
            {pending.state === 'failed' ? <TriangleAlert size={13} aria-hidden /> : <Clock size={13} aria-hidden />}{' '}
            {stateOf(pending, offline)}
          </span>
        </div>
        {html === undefined ? (
          <div className="content pending-text">{pending.content}</div>
        ) : (
          <MessageContent html={html} isMe={pending.content.startsWith('/me ')} />
        )}
        {pending.state === 'failed' && (
          <div className="pending-problem" role="alert">
            <span>{pending.problem}</span>
            <Button size="s" onClick={() => retry(pending.localId)}>
              Try again
            </Button>
            <Button size="s" look="quiet" onClick={editAgain}>
              Edit
            </Button>
            <Button size="s" look="quiet" onClick={() => discard(pending.localId)}>
              Discard
            </Button>
          </div>
        )}
      </div>
    </article>
  )
}

function stateOf({ state }: PendingMessage, offline: boolean): string {
  if (state === 'failed') return 'Not sent'
  if (offline) return 'Waiting for the connection'
  return state === 'unsure' ? 'Trying again' : 'Sending'
}
