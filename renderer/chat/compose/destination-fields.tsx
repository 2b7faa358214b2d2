import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Suggestions, useSuggestions } from '../../ui/index.ts'
import { topicsOf } from '../actions/topics.ts'
import type { Destination } from '../api/messages.ts'
import { best } from '../completion/completions.ts'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { useDirectTitle } from '../sidebar/direct-title.ts'
import { TopicName } from '../sidebar/topic-name.tsx'
import { useChat } from '../state/store.ts'
import type { TopicSummary } from '../state/topics.ts'
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

interface TopicPlace {
  channelId: number | undefined
  topic: string | undefined
}

function ChannelChoice({ channelId, topic }: TopicPlace) {
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
function TopicField({ channelId, topic }: TopicPlace) {
  const known = useTopics(channelId)
  const [open, setOpen] = useState(false)
  const longest = useChat(({ organization }) => organization.max_topic_length)
  const field = useRef<HTMLInputElement>(null)
  const offers = open ? best(known, topic ?? '', ({ name }) => name).slice(0, offered) : []
  const choice = useSuggestions(offers, -1)
  const wishes = useCompose((state) => state.wishes)

  useLayoutEffect(() => {
    if (wishes > 0 && !topic) field.current?.focus() // who wants to write names the topic first
  }, [wishes])

  const set = (next: string) => useCompose.setState({ to: { channelId, topic: next } })
  const accept = (name: string) => {
    setOpen(false)
    useCompose.setState(({ wishes: before }) => ({ to: { channelId, topic: name }, wishes: before + 1 }))
  }

  return (
    <span className="compose-topic">
      <input
        {...choice.field}
        ref={field}
        aria-label="Topic"
        placeholder="Topic"
        maxLength={longest}
        value={topic ?? ''}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          set(event.target.value)
          setOpen(true)
          choice.reset()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return choice.move(event)
          event.preventDefault()
          accept(choice.item?.name ?? topic ?? '')
        }}
      />
      <Suggestions of={choice.list} label="Topics" side="above" keyOf={({ name }) => name} onTake={({ name }) => accept(name)}>
        {({ name }) => (
          <span className="truncate">
            <TopicName topic={name} />
          </span>
        )}
      </Suggestions>
    </span>
  )
}

function useTopics(channelId: number | undefined): readonly TopicSummary[] {
  const [known, setKnown] = useState<readonly TopicSummary[]>([])
  useEffect(() => {
    if (channelId !== undefined) topicsOf(channelId).then(setKnown, () => setKnown([]))
  }, [channelId])
  return known
}
