import './home.css'
import { MailCheck, PartyPopper } from 'lucide-react'
import { Button, IconButton } from '../../ui/index.ts'
import { reporting } from '../actions/report.ts'
import { markNarrowAsRead } from '../api/messages.ts'
import { openDialog } from '../dialogs/open.ts'
import { channelNarrow, narrowOf } from '../narrow/narrow.ts'
import { hrefOf, hrefOfNarrow } from '../navigation.ts'
import { Badge } from '../sidebar/badge.tsx'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { TopicName } from '../sidebar/topic-name.tsx'
import { type ChatState, store, useChat } from '../state/store.ts'
import { isTopicMuted } from '../state/topic-visibility.ts'
import type { UnreadConversation } from '../state/unreads.ts'
import { DirectPlace } from './recent.tsx'

/** Everything unread, by conversation: people first, then channel by channel. */
export function InboxView() {
  useChat((state) => state.unreadsVersion)
  useChat((state) => state.subscriptions)
  const state = store.getState()
  const { directs, channels } = inboxOf(state)
  if (directs.length === 0 && channels.length === 0) return <AllRead state={state} />
  return (
    <div className="home message-list" tabIndex={-1}>
      {directs.length > 0 && (
        <section aria-label="Direct messages">
          <h2 className="inbox-head">Direct messages</h2>
          <ul>
            {directs.map((conversation) => (
              <InboxRow key={String(conversation.place)} conversation={conversation} />
            ))}
          </ul>
        </section>
      )}
      {channels.map(([channelId, conversations]) => (
        <section key={channelId} aria-label={state.channels.get(channelId)?.name}>
          <h2 className="inbox-head">
            <ChannelIcon channelId={channelId} />
            <a href={hrefOfNarrow(channelNarrow(channelId))}>{state.channels.get(channelId)?.name}</a>
          </h2>
          <ul>
            {conversations.map((conversation) => (
              <InboxRow key={JSON.stringify(conversation.place)} conversation={conversation} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function InboxRow({ conversation: { place, ids } }: { conversation: UnreadConversation }) {
  const narrow = narrowOf(place)
  const mentioned = useChat(({ unreads }) => unreads.mentions.size > 0 && [...ids].some((id) => unreads.mentions.has(id)))
  return (
    <li className="inbox-item">
      <a className="home-row" href={hrefOfNarrow(narrow)}>
        <span className="home-place">
          {'channelId' in place ? (
            <strong className="truncate">
              <TopicName topic={place.topic} />
            </strong>
          ) : (
            <DirectPlace userIds={place.userIds} />
          )}
        </span>
        {mentioned && <span className="inbox-mention">@</span>}
        <Badge count={ids.size} look="strong" />
      </a>
      <IconButton icon={MailCheck} size="s" label="Mark as read" onClick={() => reporting(markNarrowAsRead([...narrow]))} />
    </li>
  )
}

function AllRead({ state }: { state: ChatState }) {
  const alone = [...state.people.values()].filter(({ is_active, is_bot }) => is_active && !is_bot).length < 2
  return (
    <div className="message-list message-list-note">
      <PartyPopper size={36} strokeWidth={1.4} aria-hidden />
      <h2 className="nothing-title">{alone ? `Welcome to ${state.organization.realm_name}` : 'You are all caught up'}</h2>
      <p>
        {alone ? 'It is quiet because you are the first one here.' : 'New messages will gather here until you have read them.'}
      </p>
      {alone ? (
        <Button look="primary" onClick={() => openDialog({ kind: 'invite' })}>
          Invite people
        </Button>
      ) : (
        <a className="button button-plain button-m" href={hrefOf({ name: 'recent' })}>
          Recent conversations
        </a>
      )}
    </div>
  )
}

function inboxOf(state: ChatState) {
  const { unreads, subscriptions } = state
  const directs: UnreadConversation[] = []
  const byChannel = new Map<number, UnreadConversation[]>()
  for (const conversation of unreads.conversations.values()) {
    const { place } = conversation
    if ('userIds' in place) {
      directs.push(conversation)
      continue
    }
    if (!subscriptions.has(place.channelId) || isTopicMuted(state, place.channelId, place.topic)) continue
    const list = byChannel.get(place.channelId)
    if (list) list.push(conversation)
    else byChannel.set(place.channelId, [conversation])
  }
  const newestFirst = (a: UnreadConversation, b: UnreadConversation) => newestOf(b) - newestOf(a)
  const channels = [...byChannel].sort(([a], [b]) => {
    const [one, other] = [subscriptions.get(a)!, subscriptions.get(b)!]
    return Number(other.pin_to_top) - Number(one.pin_to_top) || one.name.localeCompare(other.name)
  })
  for (const [, list] of channels) list.sort(newestFirst)
  return { directs: directs.sort(newestFirst), channels }
}

function newestOf({ ids }: UnreadConversation): number {
  let newest = 0
  for (const id of ids) if (id > newest) newest = id
  return newest
}
