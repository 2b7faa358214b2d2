import './home.css'
import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Spinner } from '../../ui/index.ts'
import { conversationOf, narrowOf } from '../narrow/narrow.ts'
import { hrefOfNarrow } from '../navigation.ts'
import { Avatar } from '../people/avatar.tsx'
import { Badge } from '../sidebar/badge.tsx'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { useDirectTitle } from '../sidebar/direct-title.ts'
import { TopicName } from '../sidebar/topic-name.tsx'
import { store, useChat } from '../state/store.ts'
import { useUnreadIn } from '../state/unread-summary.ts'
import { formatShort } from '../time.ts'
import { loadRecent, type RecentConversation, recentConversations } from './conversations.ts'

const mostShown = 150

/** What people talked about lately, the newest first. */
export function RecentView() {
  const newest = useChat((state) => state.maxMessageId)
  const [loaded, setLoaded] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [onlyUnread, setOnlyUnread] = useState(false)
  useChat((state) => state.unreadsVersion)
  useEffect(() => {
    loadRecent().then(
      () => setLoaded(true),
      (error: Error) => setProblem(error.message),
    )
  }, [newest === 0])

  const state = store.getState()
  const all = recentConversations(state)
  const shown = all.filter(({ key }) => !onlyUnread || state.unreads.conversations.has(key)).slice(0, mostShown)
  return (
    <div className="home message-list" tabIndex={-1}>
      <div className="home-bar">
        <Button
          size="s"
          look={onlyUnread ? 'primary' : 'plain'}
          aria-pressed={onlyUnread}
          onClick={() => setOnlyUnread(!onlyUnread)}
        >
          Unread only
        </Button>
      </div>
      {!loaded && !problem && all.length === 0 && <Spinner label="Loading conversations" />}
      {problem && <p>{problem}</p>}
      {loaded && shown.length === 0 && (
        <p className="home-empty">{onlyUnread ? 'Everything is read.' : 'No conversations yet.'}</p>
      )}
      <ul className="recent">
        {shown.map((conversation) => (
          <RecentRow key={conversation.key} conversation={conversation} me={state.me} />
        ))}
      </ul>
    </div>
  )
}

function RecentRow({ conversation: { key, newest, senders }, me }: { conversation: RecentConversation; me: number }) {
  const place = conversationOf(newest, me)
  const count = useUnreadIn(key)
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  return (
    <li>
      <a className="home-row" href={hrefOfNarrow(narrowOf(place))}>
        <span className="home-place">
          {'channelId' in place ? (
            <TopicPlace channelId={place.channelId} topic={place.topic} />
          ) : (
            <DirectPlace userIds={place.userIds} />
          )}
        </span>
        <Badge count={count} look="strong" />
        <span className="recent-senders" aria-hidden>
          {senders.map((id) => (
            <Avatar key={id} userId={id} size={22} />
          ))}
        </span>
        <time className="home-time">{formatShort(newest.timestamp, clock24)}</time>
      </a>
    </li>
  )
}

export function TopicPlace({ channelId, topic }: { channelId: number; topic: string }) {
  const name = useChat(({ channels }) => channels.get(channelId)?.name)
  return (
    <>
      <ChannelIcon channelId={channelId} />
      <span className="home-channel truncate">{name}</span>
      <span aria-hidden>›</span>
      <strong className="truncate">
        <TopicName topic={topic} />
      </strong>
    </>
  )
}

export function DirectPlace({ userIds }: { userIds: readonly number[] }) {
  const title = useDirectTitle(userIds)
  return (
    <>
      <Lock size={15} aria-hidden />
      <strong className="truncate">{title}</strong>
    </>
  )
}
