import './sidebar.css'
import { AtSign, Clock4, Inbox, Layers, Plus, Star } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton, type IconButtonProps } from '../../ui/index.ts'
import { openDialog } from '../dialogs/open.ts'
import type { View } from '../narrow/hash.ts'
import { feedNarrow, isNarrow, narrowKey } from '../narrow/narrow.ts'
import { hrefOf, hrefOfNarrow, useView } from '../navigation.ts'
import { useChat } from '../state/store.ts'
import { useUnread } from '../state/unread-summary.ts'
import { Badge } from './badge.tsx'
import { ChannelList } from './channel-list.tsx'
import { DirectList } from './direct-list.tsx'
import { OwnMenu } from './own-menu.tsx'

/** Everywhere one can go. */
export function Sidebar() {
  const total = useUnread((summary) => summary.total)
  const mentions = useUnread((summary) => summary.mentions)
  const starred = useChat((state) => state.starred.size)
  return (
    <nav className="sidebar" aria-label="Conversations">
      <OwnMenu />
      <div className="sidebar-scroll">
        <ul className="sidebar-views">
          <ViewLink
            view={{ name: 'inbox' }}
            icon={<Inbox size={17} aria-hidden />}
            label="Inbox"
            badge={<Badge count={total} look="strong" />}
          />
          <ViewLink view={{ name: 'recent' }} icon={<Clock4 size={17} aria-hidden />} label="Recent conversations" />
          <ViewLink view={{ name: 'narrow', narrow: feedNarrow }} icon={<Layers size={17} aria-hidden />} label="Combined feed" />
          <ViewLink
            view={{ name: 'narrow', narrow: isNarrow('mentioned') }}
            icon={<AtSign size={17} aria-hidden />}
            label="Mentions"
            badge={<Badge count={mentions} look="strong" />}
          />
          <ViewLink
            view={{ name: 'narrow', narrow: isNarrow('starred') }}
            icon={<Star size={17} aria-hidden />}
            label="Starred"
            badge={<Badge count={starred} look="faint" what="starred" />}
          />
        </ul>
        <section aria-label="Channels">
          <header className="sidebar-head">
            <h2>Channels</h2>
            <AddButton label="Browse or create channels" onClick={() => openDialog({ kind: 'browse-channels' })} />
          </header>
          <ChannelList />
        </section>
        <section aria-label="Direct messages">
          <header className="sidebar-head">
            <h2>
              <a href={hrefOfNarrow(isNarrow('dm'))}>Direct messages</a>
            </h2>
            <AddButton label="New direct message" shortcut="x" onClick={() => openDialog({ kind: 'new-direct' })} />
          </header>
          <DirectList />
        </section>
      </div>
    </nav>
  )
}

function AddButton(button: Pick<IconButtonProps, 'label' | 'shortcut' | 'onClick'>) {
  return <IconButton icon={Plus} size="s" {...button} />
}

function ViewLink({ view, icon, label, badge }: { view: View; icon: ReactNode; label: string; badge?: ReactNode }) {
  const shown = useView()
  const current =
    shown.name === view.name &&
    (view.name !== 'narrow' || (shown.name === 'narrow' && narrowKey(shown.narrow) === narrowKey(view.narrow)))
  return (
    <li>
      <a className="sidebar-row" href={hrefOf(view)} aria-current={current ? 'page' : undefined}>
        {icon}
        <span className="truncate">{label}</span>
        {badge}
      </a>
    </li>
  )
}
