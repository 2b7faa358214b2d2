import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import { joinChannel } from '../../api/channels.ts'
import type { Channel } from '../../api/types.ts'
import { best } from '../../completion/completions.ts'
import { ChannelDescription } from '../../content/channel-description.tsx'
import { channelNarrow } from '../../narrow/narrow.ts'
import { goToNarrow } from '../../navigation.ts'
import { isMember } from '../../people/roles.ts'
import { ChannelIcon } from '../../sidebar/channel-icon.tsx'
import { useChat } from '../../state/store.ts'
import { openDialog } from '../open.ts'

export default function BrowseChannels({ onClose }: { onClose: () => void }) {
  const channels = useChat((state) => state.channels)
  const mayCreate = useChat(({ people, me }) => isMember(people.get(me)?.role))
  const [query, setQuery] = useState('')
  const visible = [...channels.values()].filter(({ is_archived }) => !is_archived).sort((a, b) => a.name.localeCompare(b.name))
  const shown = best(visible, query, ({ name }) => name)
  const open = (channel: Channel) => {
    onClose()
    goToNarrow(channelNarrow(channel.stream_id))
  }
  return (
    <Dialog title="Channels" onClose={onClose} size="l">
      <div className="browse-bar">
        <input
          className="input"
          type="search"
          placeholder="Find a channel"
          aria-label="Find a channel"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        {mayCreate && (
          <Button look="primary" icon={Plus} onClick={() => openDialog({ kind: 'create-channel' })}>
            New channel
          </Button>
        )}
      </div>
      <ul className="browse">
        {shown.map((channel) => (
          <ChannelRow key={channel.stream_id} channel={channel} onOpen={() => open(channel)} />
        ))}
        {shown.length === 0 && <li className="browse-empty">No channel has this name.</li>}
      </ul>
    </Dialog>
  )
}

function ChannelRow({ channel, onOpen }: { channel: Channel; onOpen: () => void }) {
  const { stream_id: channelId, name, description, rendered_description, subscriber_count } = channel
  const isSubscribed = useChat(({ subscriptions }) => subscriptions.has(channelId))
  return (
    <li className="browse-row">
      <ChannelIcon channelId={channelId} size={17} />
      <div className="browse-name">
        <button type="button" onClick={onOpen}>
          <strong>{name}</strong>
        </button>
        <span className="truncate">
          {subscriber_count !== undefined && members(subscriber_count)}
          {subscriber_count !== undefined && description && ' · '}
          <ChannelDescription html={rendered_description} />
        </span>
      </div>
      {isSubscribed ? (
        <Button size="s" onClick={() => openDialog({ kind: 'channel-settings', channelId })}>
          Settings
        </Button>
      ) : (
        <Button size="s" look="primary" onClick={() => reporting(joinChannel(name), `You joined #${name}.`)}>
          Join
        </Button>
      )}
    </li>
  )
}

function members(count: number): string {
  return count === 1 ? '1 member' : `${count} members`
}
