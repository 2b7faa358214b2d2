import { BellOff, EllipsisVertical } from 'lucide-react'
import { useState } from 'react'
import { classNames, IconButton } from '../../ui/index.ts'
import { topicKey, topicNarrow } from '../narrow/narrow.ts'
import { hrefOfNarrow, isShown, useView } from '../navigation.ts'
import { useChat } from '../state/store.ts'
import { isTopicMuted, TopicVisibility, visibilityOf } from '../state/topic-visibility.ts'
import { useUnreadIn } from '../state/unread-summary.ts'
import { Badge } from './badge.tsx'
import { openTopicMenu } from './topic-menu.tsx'
import { TopicName } from './topic-name.tsx'

const shownAtFirst = 6

/** A channel's topics, newest first: a few, and the rest on demand. Unread ones are never among the hidden. */
export function TopicList({ channelId }: { channelId: number }) {
  const topics = useChat((state) => state.topics.get(channelId))
  const unreads = useChat((state) => state.unreads)
  useChat((state) => state.unreadsVersion)
  const [all, setAll] = useState(false)
  if (!topics) return null
  const shown = all
    ? topics
    : topics.filter(({ name }, index) => index < shownAtFirst || unreads.conversations.has(topicKey(channelId, name)))
  return (
    <ul className="topics">
      {shown.map(({ name }) => (
        <TopicRow key={name.toLowerCase()} channelId={channelId} topic={name} />
      ))}
      {(shown.length < topics.length || (all && topics.length > shownAtFirst)) && (
        <li>
          <button type="button" className="sidebar-row topic-row topics-more" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `${topics.length - shown.length} more`}
          </button>
        </li>
      )}
    </ul>
  )
}

function TopicRow({ channelId, topic }: { channelId: number; topic: string }) {
  useView() // the mark of the current topic follows the view
  const key = topicKey(channelId, topic)
  const narrow = topicNarrow(channelId, topic)
  const current = isShown(narrow)
  const count = useUnreadIn(key)
  const choice = useChat((state) => visibilityOf(state, channelId, topic))
  const muted = useChat((state) => isTopicMuted(state, channelId, topic))
  const mentioned = useChat(
    ({ unreads }) =>
      unreads.mentions.size > 0 && [...(unreads.conversations.get(key)?.ids ?? [])].some((id) => unreads.mentions.has(id)),
  )
  return (
    <li>
      <div
        className={classNames('sidebar-row topic-row', count > 0 && !muted && 'topic-unread', muted && 'topic-muted')}
        data-current={current || undefined}
      >
        <a className="truncate" href={hrefOfNarrow(narrow)} aria-current={current ? 'page' : undefined}>
          <TopicName topic={topic} />
        </a>
        {choice === TopicVisibility.muted && <BellOff className="channel-mark" size={12} aria-label="Muted" />}
        <IconButton
          icon={EllipsisVertical}
          size="s"
          className="channel-more"
          label={`More about ${topic}`}
          aria-haspopup="menu"
          onClick={(event) => openTopicMenu({ channelId, topic }, event.currentTarget)}
        />
        {mentioned && <span className="mention-dot" title="You were mentioned" />}
        <Badge count={count} look={muted ? 'faint' : mentioned ? 'strong' : 'plain'} />
      </div>
    </li>
  )
}
