import { useEffect, useId, useRef, useState } from 'react'
import { topicsOf } from '../actions/topics.ts'
import type { Destination } from '../api/messages.ts'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { useDirectTitle } from '../sidebar/direct-title.ts'
import { useChat } from '../state/store.ts'
import type { TopicSummary } from '../state/topics.ts'
import { best } from './completions.ts'
import { useCompose } from './open.ts'

type Wanted = Destination | { channelId: number | undefined; topic: string | undefined }

/** Where the message will go: channel and topic, to be chosen, or the people. */
export function DestinationFields({ wanted }: { wanted: Wanted }) {
  if ('userIds' in wanted) return <DirectLabel userIds={wanted.userIds} />
  return (
    <>
      <ChannelChoice channelId={wanted.channelId} topic={wanted.topic} />
      <span aria-hidden>›</span>
      <TopicField channelId={wanted.channelId} topic={wanted.topic} />
    </>
  )
}

function DirectLabel({ userIds }: { userIds: number[] }) {
  return <span className="truncate">To {useDirectTitle(userIds)}</span>
}

function ChannelChoice({ channelId, topic }: { channelId: number | undefined; topic: string | undefined }) {
  const subscriptions = useChat((state) => state.subscriptions)
  const sorted = [...subscriptions.values()].sort((a, b) => a.name.localeCompare(b.name))
  return (
    <span className="compose-channel">
      {channelId !== undefined && <ChannelIcon channelId={channelId} />}
      <select
        aria-label="Channel"
        value={channelId ?? ''}
        onChange={(event) => useCompose.setState({ to: { channelId: Number(event.target.value), topic } })}
      >
        {channelId === undefined && <option value="">Channel</option>}
        {sorted.map(({ stream_id, name }) => (
          <option key={stream_id} value={stream_id}>
            {name}
          </option>
        ))}
      </select>
    </span>
  )
}

const offered = 8

/** The topic's name, with the channel's topics to choose from; a name that is not there yet begins a new one. */
function TopicField({ channelId, topic }: { channelId: number | undefined; topic: string | undefined }) {
  const [known, setKnown] = useState<readonly TopicSummary[]>([])
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const longest = useChat(({ organization }) => organization.max_topic_length)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const wishes = useCompose((state) => state.wishes)

  useEffect(() => {
    if (channelId !== undefined) topicsOf(channelId).then(setKnown, () => setKnown([]))
  }, [channelId])

  useEffect(() => {
    if (wishes > 0 && !topic) requestAnimationFrame(() => field.current?.focus())
  }, [wishes])

  const offers = open ? best(known, topic ?? '', ({ name }) => name).slice(0, offered) : []
  const set = (next: string) => useCompose.setState({ to: { channelId, topic: next } })
  const accept = (name: string) => {
    set(name)
    setOpen(false)
    useCompose.setState((state) => ({ wishes: state.wishes + 1 }))
  }

  return (
    <span className="compose-topic">
      <input
        ref={field}
        aria-label="Topic"
        placeholder="Topic"
        maxLength={longest}
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-controls={listId}
        value={topic ?? ''}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          set(event.target.value)
          setOpen(true)
          setChosen(-1)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, offers.length - 1))
          else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, -1))
          else if (event.key === 'Enter') accept(offers[chosen]?.name ?? topic ?? '')
          else return
          event.preventDefault()
        }}
      />
      {offers.length > 0 && (
        <div id={listId} className="completions" role="listbox" aria-label="Topics">
          {offers.map(({ name }, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys and Enter do it from the field
            <div
              key={name}
              role="option"
              aria-selected={index === chosen}
              className={index === chosen ? 'completion completion-chosen' : 'completion'}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(name)}
            >
              <span className="truncate">{name || 'general chat'}</span>
            </div>
          ))}
        </div>
      )}
    </span>
  )
}
