import { AtSign, BellOff, Clock4, EllipsisVertical, Inbox, Layers, Menu as MenuIcon, Search, Star, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/index.ts'
import { ChannelDescription } from '../content/channel-description.tsx'
import { channelNarrow, type Narrow, operand } from '../narrow/narrow.ts'
import { describeTerm } from '../narrow/search-terms.ts'
import { hrefOfNarrow, useView } from '../navigation.ts'
import { openCard } from '../people/open-card.ts'
import { PresenceDot, PresenceText } from '../people/presence.tsx'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { openChannelMenu } from '../sidebar/channel-menu.tsx'
import { directTitle } from '../sidebar/direct-title.ts'
import { openTopicMenu } from '../sidebar/topic-menu.tsx'
import { TopicName } from '../sidebar/topic-name.tsx'
import { store, useChat } from '../state/store.ts'
import { toggleDrawer, usePanels } from './panels.ts'
import { SearchBox } from './search-box.tsx'

/** Where one is, and the search. */
export function Header() {
  const view = useView()
  const peopleShown = usePanels((state) => state.people)
  const searching = usePanels((state) => state.searching)
  return (
    <header className="header">
      <IconButton icon={MenuIcon} label="Conversations" className="only-narrow" onClick={() => toggleDrawer('sidebar')} />
      <div className={searching ? 'header-title header-title-covered' : 'header-title'}>
        {view.name === 'inbox' && <Title icon={<Inbox size={18} aria-hidden />}>Inbox</Title>}
        {view.name === 'recent' && <Title icon={<Clock4 size={18} aria-hidden />}>Recent conversations</Title>}
        {view.name === 'narrow' && <NarrowTitle narrow={view.narrow} />}
      </div>
      <SearchBox />
      <IconButton
        icon={Search}
        label="Search"
        shortcut="/"
        className="search-opener"
        onClick={() => usePanels.setState({ searching: true })}
      />
      <IconButton icon={Users} label="People" active={peopleShown} onClick={() => toggleDrawer('people')} />
    </header>
  )
}

function Title({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <h1 className="header-heading">
      {icon}
      <span className="truncate">{children}</span>
    </h1>
  )
}

function NarrowTitle({ narrow }: { narrow: Narrow }) {
  const channelId = operand(narrow, 'channel')
  const topic = operand(narrow, 'topic')
  const people = operand(narrow, 'dm')
  if (typeof channelId === 'number' && narrow.length <= 2 && (narrow.length === 1 || topic !== undefined)) {
    return <ChannelTitle channelId={channelId} topic={topic === undefined ? undefined : String(topic)} />
  }
  if (Array.isArray(people) && narrow.length === 1) return <DirectTitle userIds={people} />
  if (narrow.length === 0) return <Title icon={<Layers size={18} aria-hidden />}>Combined feed</Title>
  const what = operand(narrow, 'is')
  if (narrow.length === 1 && what === 'starred') return <Title icon={<Star size={18} aria-hidden />}>Starred messages</Title>
  if (narrow.length === 1 && what === 'mentioned') return <Title icon={<AtSign size={18} aria-hidden />}>Mentions</Title>
  return (
    <Title icon={<Search size={18} aria-hidden />}>{narrow.map((term) => describeTerm(term, store.getState())).join(', ')}</Title>
  )
}

function ChannelTitle({ channelId, topic }: { channelId: number; topic: string | undefined }) {
  const channel = useChat(({ channels }) => channels.get(channelId))
  const muted = useChat(({ subscriptions }) => subscriptions.get(channelId)?.is_muted)
  const subscribed = useChat(({ subscriptions }) => subscriptions.has(channelId))
  if (!channel) return <Title icon={null}>Unknown channel</Title>
  return (
    <>
      <h1 className="header-heading">
        <ChannelIcon channelId={channelId} size={18} />
        {topic === undefined ? (
          <span className="truncate">{channel.name}</span>
        ) : (
          <>
            <a className="header-channel truncate" href={hrefOfNarrow(channelNarrow(channelId))}>
              {channel.name}
            </a>
            <span className="header-arrow" aria-hidden>
              ›
            </span>
            <span className="truncate">
              <TopicName topic={topic} />
            </span>
          </>
        )}
      </h1>
      {muted && <BellOff size={14} className="header-mark" aria-label="Muted" />}
      {(topic !== undefined || subscribed) && (
        <IconButton
          icon={EllipsisVertical}
          size="s"
          label={topic === undefined ? 'More about this channel' : 'More about this topic'}
          aria-haspopup="menu"
          onClick={(event) =>
            topic === undefined
              ? openChannelMenu(channelId, event.currentTarget)
              : openTopicMenu({ channelId, topic }, event.currentTarget)
          }
        />
      )}
      {topic === undefined && channel.description && (
        <p className="header-description truncate">
          <ChannelDescription html={channel.rendered_description} />
        </p>
      )}
    </>
  )
}

function DirectTitle({ userIds }: { userIds: readonly number[] }) {
  const title = useChat((state) => directTitle(state, userIds))
  const only = userIds.length === 1 ? userIds[0] : undefined
  if (only === undefined) return <Title icon={<Users size={18} aria-hidden />}>{title}</Title>
  return (
    <>
      <h1 className="header-heading">
        <PresenceDot userId={only} />
        <button type="button" className="truncate header-person" onClick={(event) => openCard(only, event.currentTarget)}>
          {title}
        </button>
      </h1>
      <p className="header-description truncate">
        <PresenceText userId={only} />
      </p>
    </>
  )
}
