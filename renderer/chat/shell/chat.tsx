import './shell.css'
import { useEffect } from 'react'
import { classNames } from '../../ui/index.ts'
import { usePresencePing } from '../actions/use-presence-ping.ts'
import { ComposeArea } from '../compose/compose-area.tsx'
import { DialogHost } from '../dialogs/dialog-host.tsx'
import { InboxView } from '../home/inbox.tsx'
import { RecentView } from '../home/recent.tsx'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { MessageMenuHost } from '../message-list/message-menu.tsx'
import { useView } from '../navigation.ts'
import { CardHost } from '../people/card.tsx'
import { ChannelMenuHost } from '../sidebar/channel-menu.tsx'
import { PeopleList } from '../sidebar/people-list.tsx'
import { Sidebar } from '../sidebar/sidebar.tsx'
import { TopicMenuHost } from '../sidebar/topic-menu.tsx'
import { ConnectionBanner, NotificationBanner } from './banners.tsx'
import { Header } from './header.tsx'
import { NarrowView } from './narrow-view.tsx'
import { closeDrawers, usePanels } from './panels.ts'
import { useTitle } from './use-title.ts'

/** Everything one sees once signed in. */
export function Chat() {
  const view = useView()
  const { sidebar, people } = usePanels()
  useShortcuts()
  useTitle()
  usePresencePing()
  useEffect(closeDrawers, [view])

  return (
    <div className={classNames('chat', people && 'chat-with-people', sidebar && 'chat-sidebar-open')}>
      <button type="button" className="skip-link" onClick={skipToMain}>
        Skip to the messages
      </button>
      <Sidebar />
      <main className="main" id="main" tabIndex={-1}>
        <Header />
        <ConnectionBanner />
        <NotificationBanner />
        {view.name === 'inbox' && <InboxView />}
        {view.name === 'recent' && <RecentView />}
        {view.name === 'narrow' && <NarrowView narrow={view.narrow} near={view.near} with={view.with} />}
        <ComposeArea />
      </main>
      {people && <PeopleList />}
      {(sidebar || people) && <button type="button" className="drawer-shade" aria-label="Close" onClick={closeDrawers} />}
      <CardHost />
      <MessageMenuHost />
      <TopicMenuHost />
      <ChannelMenuHost />
      <DialogHost />
    </div>
  )
}

/** No link: the address names the view. */
function skipToMain(): void {
  document.querySelector<HTMLElement>('.message-list, #main')?.focus()
}
