import { BellOff, EllipsisVertical, Pin } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, classNames, IconButton } from '../../ui/index.ts'
import { topicsOf } from '../actions/topics.ts'
import type { Subscription } from '../api/types.ts'
import { openDialog } from '../dialogs/open.ts'
import { channelNarrow, operand } from '../narrow/narrow.ts'
import { hrefOfNarrow, useView } from '../navigation.ts'
import { useChat } from '../state/store.ts'
import { useUnread } from '../state/unread-summary.ts'
import { Badge } from './badge.tsx'
import { ChannelIcon } from './channel-icon.tsx'
import { openChannelMenu } from './channel-menu.tsx'
import { TopicList } from './topic-list.tsx'

/** One's channels: pinned ones first, muted ones last, each part by name. */
export function ChannelList() {
  const subscriptions = useChat((state) => state.subscriptions)
  if (subscriptions.size === 0) {
    return (
      <div className="sidebar-empty">
        <p>You are in no channel yet.</p>
        <Button size="s" onClick={() => openDialog({ kind: 'browse-channels' })}>
          Browse channels
        </Button>
      </div>
    )
  }
  const sorted = [...subscriptions.values()].filter(({ is_archived }) => !is_archived).sort(byPlace)
  return (
    <ul>
      {sorted.map((subscription) => (
        <ChannelRow key={subscription.stream_id} channel={subscription} />
      ))}
    </ul>
  )
}

function byPlace(a: Subscription, b: Subscription): number {
  const rank = (one: Subscription) => (one.is_muted ? 2 : one.pin_to_top ? 0 : 1)
  return rank(a) - rank(b) || a.name.localeCompare(b.name)
}

function ChannelRow({ channel }: { channel: Subscription }) {
  const { stream_id: channelId, name, is_muted: muted, pin_to_top: pinned } = channel
  const view = useView()
  const shownChannel = view.name === 'narrow' ? operand(view.narrow, 'channel') : undefined
  const inside = shownChannel === channelId
  const [unfolded, setUnfolded] = useState(inside)
  useEffect(() => setUnfolded(inside), [inside])
  useEffect(() => {
    if (unfolded) topicsOf(channelId).catch(() => {}) // the row says so by staying empty; opening it again asks again
  }, [unfolded, channelId])

  const count = useUnread(({ byChannel }) => byChannel.get(channelId) ?? 0)
  const mentioned = useUnread(({ channelsWithMention }) => channelsWithMention.has(channelId))
  const exact = inside && view.name === 'narrow' && view.narrow.length === 1
  return (
    <li className={classNames('channel', muted && 'channel-muted', count > 0 && 'channel-unread')}>
      <div className="sidebar-row channel-row" data-current={exact || undefined}>
        <button
          type="button"
          className="channel-fold"
          aria-expanded={unfolded}
          aria-label={`${unfolded ? 'Hide' : 'Show'} topics of ${name}`}
          onClick={() => setUnfolded(!unfolded)}
        >
          <ChannelIcon channelId={channelId} />
        </button>
        <a
          className="truncate"
          href={hrefOfNarrow(channelNarrow(channelId))}
          aria-current={exact ? 'page' : undefined}
          onClick={() => setUnfolded(true)}
        >
          {name}
        </a>
        {pinned && <Pin className="channel-mark" size={12} aria-label="Pinned" />}
        {muted && <BellOff className="channel-mark" size={12} aria-label="Muted" />}
        <IconButton
          icon={EllipsisVertical}
          size="s"
          className="channel-more"
          label={`More about ${name}`}
          aria-haspopup="menu"
          onClick={(event) => openChannelMenu(channelId, event.currentTarget)}
        />
        {mentioned && <span className="mention-dot" title="You were mentioned" />}
        <Badge count={count} look={mentioned ? 'strong' : 'plain'} />
      </div>
      {unfolded && <TopicList channelId={channelId} />}
    </li>
  )
}
