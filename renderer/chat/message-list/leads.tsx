import { Lock } from 'lucide-react'
import type { Message } from '../api/types.ts'
import { channelNarrow, conversationOf, directNarrow, otherPeople, topicNarrow } from '../narrow/narrow.ts'
import { hrefOfNarrow } from '../navigation.ts'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { useDirectTitle } from '../sidebar/direct-title.ts'
import { TopicName } from '../sidebar/topic-name.tsx'
import { useChat } from '../state/store.ts'
import { formatDay } from '../time.ts'

export function DaySeparator({ timestamp }: { timestamp: number }) {
  return (
    <div className="day">
      <span>{formatDay(timestamp)}</span>
    </div>
  )
}

export function UnreadLine() {
  return (
    <div className="unread-line">
      <span>New messages</span>
    </div>
  )
}

/** Where the messages below it were written, with links to both the channel and the topic. */
export function RecipientBar({ message }: { message: Message }) {
  return message.type === 'stream' ? <TopicBar message={message} /> : <DirectBar message={message} />
}

function TopicBar({ message }: { message: Message }) {
  const channelId = message.stream_id!
  const channel = useChat(({ channels }) => channels.get(channelId))
  return (
    <div className="recipient-bar">
      <ChannelIcon channelId={channelId} />
      <a className="recipient-channel" href={hrefOfNarrow(channelNarrow(channelId))}>
        {channel?.name ?? String(message.display_recipient)}
      </a>
      <span className="recipient-arrow" aria-hidden>
        ›
      </span>
      <a className="recipient-topic" href={hrefOfNarrow(topicNarrow(channelId, message.subject))}>
        <TopicName topic={message.subject} />
      </a>
    </div>
  )
}

function DirectBar({ message }: { message: Message }) {
  const me = useChat((state) => state.me)
  const title = useDirectTitle(otherPeople(message, me))
  const place = conversationOf(message, me)
  return (
    <div className="recipient-bar recipient-bar-direct">
      <Lock size={14} aria-hidden />
      <a href={hrefOfNarrow('userIds' in place ? directNarrow(place.userIds) : [])}>{title}</a>
    </div>
  )
}
