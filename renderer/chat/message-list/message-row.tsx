import { type MouseEvent, memo, useState } from 'react'
import { classNames } from '../../ui/index.ts'
import type { Message } from '../api/types.ts'
import { MessageContent } from '../content/message-content.tsx'
import { Widget } from '../content/widgets/widget.tsx'
import { StatusEmoji } from '../emoji/any-emoji.tsx'
import { Avatar } from '../people/avatar.tsx'
import { openCard } from '../people/open-card.ts'
import { ErrorBoundary } from '../shell/error-boundary.tsx'
import { useChat } from '../state/store.ts'
import { formatFull, formatTime } from '../time.ts'
import { ActionBar } from './action-bar.tsx'
import { EditBox } from './edit-box.tsx'
import type { Lead } from './grouping.ts'
import { DaySeparator, RecipientBar, UnreadLine } from './leads.tsx'
import { select, useListState } from './list-state.ts'
import { openMessageMenu } from './message-menu.tsx'
import { Reactions } from './reactions.tsx'

interface MessageRowProps extends Lead {
  id: number
}

/** One message with what stands above it. It renders again only when this very message changed. */
export const MessageRow = memo(({ id, day, recipient, unreadLine, continues }: MessageRowProps) => {
  const message = useChat(({ messages }) => messages.get(id))
  if (!message) return <div className="message-gone" />
  return (
    <>
      {day && <DaySeparator timestamp={message.timestamp} />}
      {unreadLine && <UnreadLine />}
      {recipient && <RecipientBar message={message} />}
      <ErrorBoundary fallback={<p className="message message-broken">This message cannot be shown here.</p>}>
        <MessageBox message={message} continues={continues && !recipient} />
      </ErrorBoundary>
    </>
  )
})

function MessageBox({ message, continues }: { message: Message; continues: boolean }) {
  const { id } = message
  const selected = useListState(({ selectedId }) => selectedId === id)
  const editing = useListState(({ editingId }) => editingId === id)
  const lit = useListState(({ litId }) => litId === id)
  const [hovered, setHovered] = useState(false)

  const onContextMenu = (event: MouseEvent) => {
    const onText = (event.target as Element).closest('a, img, video, audio, input, textarea') || String(getSelection())
    if (onText) return // the browser's own menu knows better what to do with those
    event.preventDefault()
    select(id)
    openMessageMenu(id, { x: event.clientX, y: event.clientY })
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys select, as the list of shortcuts says
    <article
      className={classNames('message', continues && 'message-continues', selected && 'message-selected', lit && 'message-lit')}
      data-message-id={id}
      tabIndex={-1}
      aria-label={`${message.sender_full_name}, ${formatFull(message.timestamp)}`}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onClick={() => select(id)}
      onContextMenu={onContextMenu}
    >
      <div className="message-side">{continues ? <SideTime message={message} /> : <SenderPicture message={message} />}</div>
      <div className="message-main">
        {!continues && <MessageHead message={message} act={message.is_me_message && !editing} />}
        {editing && <EditBox message={message} />}
        {!editing && !message.is_me_message && <MessageBody message={message} />}
        <Reactions message={message} />
      </div>
      {(hovered || selected) && !editing && <ActionBar message={message} />}
    </article>
  )
}

function SenderPicture({ message }: { message: Message }) {
  return (
    <button
      type="button"
      className="message-avatar"
      tabIndex={-1}
      aria-label={`About ${message.sender_full_name}`}
      onClick={(event) => openCard(message.sender_id, event.currentTarget)}
    >
      <Avatar userId={message.sender_id} size={36} />
    </button>
  )
}

function SideTime({ message }: { message: Message }) {
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  return (
    <time className="message-side-time" dateTime={new Date(message.timestamp * 1000).toISOString()}>
      {formatTime(message.timestamp, clock24)}
    </time>
  )
}

/** Who and when. An act, "Ada waves", stands between the two, in one line with the name. */
function MessageHead({ message, act }: { message: Message; act: boolean }) {
  const name = useChat(({ people }) => people.get(message.sender_id)?.full_name) ?? message.sender_full_name
  const isBot = useChat(({ people }) => people.get(message.sender_id)?.is_bot)
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  return (
    <div className="message-head">
      <button type="button" className="message-sender" onClick={(event) => openCard(message.sender_id, event.currentTarget)}>
        {name}
      </button>
      {isBot && <span className="bot-mark">Bot</span>}
      <StatusEmoji userId={message.sender_id} />
      {act && <MessageBody message={message} />}
      <time
        className="message-time"
        dateTime={new Date(message.timestamp * 1000).toISOString()}
        title={formatFull(message.timestamp, clock24)}
      >
        {formatTime(message.timestamp, clock24)}
      </time>
    </div>
  )
}

function MessageBody({ message }: { message: Message }) {
  const widget = message.submessages?.some(({ msg_type }) => msg_type === 'widget')
  const edited = message.last_edit_timestamp
  return (
    <div className={classNames('message-body', message.is_me_message && 'message-act')}>
      {widget ? (
        <Widget message={message} />
      ) : (
        <MessageContent html={message.match_content ?? message.content} isMe={message.is_me_message} />
      )}
      {edited ? (
        <span className="message-edited" title={`Edited ${formatFull(edited)}`}>
          edited
        </span>
      ) : null}
    </div>
  )
}
