import { Bell, BellOff, BellRing, CircleCheck, CircleDot, Link2, MailCheck, PencilLine, Trash2 } from 'lucide-react'
import { create } from 'zustand'
import { copyText, Menu, type PopoverAnchor, showToast } from '../../ui/index.ts'
import { reporting } from '../actions/report.ts'
import { removeTopic, renameTopic } from '../actions/topic-verbs.ts'
import { setTopicVisibility } from '../api/channels.ts'
import { markNarrowAsRead } from '../api/messages.ts'
import type { VisibilityPolicy } from '../api/types.ts'
import { openDialog } from '../dialogs/open.ts'
import { topicNarrow } from '../narrow/narrow.ts'
import { hrefOfNarrow } from '../navigation.ts'
import { isAdmin } from '../people/roles.ts'
import { store } from '../state/store.ts'
import { TopicVisibility, visibilityOf } from '../state/topic-visibility.ts'
import { isResolved } from './topic-name.tsx'

interface TopicPlace {
  channelId: number
  topic: string
}

const useTopicMenu = create<{ place: TopicPlace | undefined; anchor: PopoverAnchor | undefined }>()(() => ({
  place: undefined,
  anchor: undefined,
}))

export function openTopicMenu(place: TopicPlace, anchor: PopoverAnchor): void {
  useTopicMenu.setState({ place, anchor })
}

const { inherited, muted, followed } = TopicVisibility

export function TopicMenuHost() {
  const { place, anchor } = useTopicMenu()
  if (!place || !anchor) return null
  const { channelId, topic } = place
  const state = store.getState()
  const { topics, people, me } = state
  const choice = visibilityOf(state, channelId, topic)
  const newest = topics.get(channelId)?.find(({ name }) => name === topic)?.maxId
  const choose = (policy: VisibilityPolicy) => () => void reporting(setTopicVisibility(channelId, topic, policy))
  const resolved = isResolved(topic)
  return (
    <Menu
      anchor={anchor}
      onClose={() => useTopicMenu.setState({ place: undefined, anchor: undefined })}
      label="Topic"
      items={[
        choice === followed
          ? { label: 'Stop following', icon: Bell, onSelect: choose(inherited) }
          : { label: 'Follow', icon: BellRing, onSelect: choose(followed) },
        choice === muted
          ? { label: 'Unmute', icon: Bell, onSelect: choose(inherited) }
          : { label: 'Mute', icon: BellOff, onSelect: choose(muted) },
        {
          label: 'Mark all as read',
          icon: MailCheck,
          onSelect: () => void reporting(markNarrowAsRead([...topicNarrow(channelId, topic)])),
        },
        {
          label: 'Copy link',
          icon: Link2,
          onSelect: () =>
            void copyText(`${location.origin}/${hrefOfNarrow(topicNarrow(channelId, topic))}`).then(() =>
              showToast('Link copied.'),
            ),
        },
        null,
        newest !== undefined &&
          topic !== '' && {
            label: resolved ? 'Mark as unresolved' : 'Mark as resolved',
            icon: resolved ? CircleDot : CircleCheck,
            onSelect: () => void renameTopic(newest, channelId, resolved ? topic.slice(2) : `✔ ${topic}`),
          },
        newest !== undefined && {
          label: 'Rename or move',
          icon: PencilLine,
          onSelect: () => openDialog({ kind: 'move', messageId: newest, whole: true }),
        },
        isAdmin(people.get(me)?.role) && {
          label: 'Delete topic',
          icon: Trash2,
          danger: true,
          onSelect: () => void removeTopic(channelId, topic),
        },
      ]}
    />
  )
}
