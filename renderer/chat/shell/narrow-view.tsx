import { useEffect } from 'react'
import { Button } from '../../ui/index.ts'
import { reporting } from '../actions/report.ts'
import { joinChannel } from '../api/channels.ts'
import { fetchMessage } from '../api/messages.ts'
import { ListNote, MessageList } from '../message-list/message-list.tsx'
import { destinationOf, type Narrow, operand } from '../narrow/narrow.ts'
import { follow } from '../navigation.ts'
import { directTitle } from '../sidebar/direct-title.ts'
import { store, useChat } from '../state/store.ts'

interface NarrowViewProps {
  narrow: Narrow
  near: number | undefined
  with: number | undefined
}

export function NarrowView({ narrow, near, with: withId }: NarrowViewProps) {
  useFollowMove(narrow, withId)
  const channelId = operand(narrow, 'channel')
  const isOutOfSight = useChat(({ channels }) => typeof channelId === 'number' && !channels.has(channelId))
  if (isOutOfSight) {
    return (
      <ListNote>
        <h2 className="nothing-title">There is no such channel here</h2>
        <p>It was deleted, or only those who are in it may see it.</p>
      </ListNote>
    )
  }
  return (
    <>
      <JoinBar narrow={narrow} />
      <MessageList narrow={narrow} near={near} intro={<Intro narrow={narrow} />} empty={<Nothing narrow={narrow} />} />
    </>
  )
}

/** A link to a topic names a message in it: when the topic was renamed or moved, we go where that message is now. */
function useFollowMove(narrow: Narrow, withId: number | undefined): void {
  useEffect(() => {
    if (withId === undefined) return
    fetchMessage(withId).then(
      (message) => {
        const moved = message.stream_id !== operand(narrow, 'channel') || message.subject !== operand(narrow, 'topic')
        if (message.type === 'stream' && moved) follow(message.stream_id!, message.subject)
      },
      () => {}, // deleted, or out of sight: the topic of that name is what is left to show
    )
  }, [narrow, withId])
}

function JoinBar({ narrow }: { narrow: Narrow }) {
  const channelId = operand(narrow, 'channel')
  const channel = useChat(({ channels }) => (typeof channelId === 'number' ? channels.get(channelId) : undefined))
  const subscribed = useChat(({ subscriptions }) => subscriptions.has(channelId as number))
  if (!channel || subscribed || channel.is_archived) return null
  return (
    <div className="banner">
      <span>You are not in this channel.</span>
      <Button size="s" look="primary" onClick={() => reporting(joinChannel(channel.name), `You joined #${channel.name}.`)}>
        Join #{channel.name}
      </Button>
    </div>
  )
}

function Intro({ narrow }: { narrow: Narrow }) {
  return <p className="intro">{useChat((state) => introFor(state, narrow))}</p>
}

function introFor(state: ReturnType<typeof store.getState>, narrow: Narrow): string {
  const place = destinationOf(narrow)
  if (place && 'userIds' in place) {
    if (place.userIds[0] === state.me) return 'Your notes to yourself begin here. Nobody else sees them.'
    return `Your conversation with ${directTitle(state, place.userIds)} begins here.`
  }
  if (place) return 'This topic begins here.'
  const channelId = operand(narrow, 'channel')
  if (typeof channelId === 'number' && narrow.length === 1) return `#${state.channels.get(channelId)?.name ?? ''} begins here.`
  return 'Nothing older to show.'
}

function Nothing({ narrow }: { narrow: Narrow }) {
  const text = nothingFor(store.getState(), narrow)
  return (
    <>
      <h2 className="nothing-title">{text.title}</h2>
      <p>{text.hint}</p>
    </>
  )
}

function nothingFor(state: ReturnType<typeof store.getState>, narrow: Narrow): { title: string; hint: string } {
  const place = destinationOf(narrow)
  const what = operand(narrow, 'is')
  if (place && 'userIds' in place)
    return {
      title: `Say hello to ${directTitle(state, place.userIds)}`,
      hint: 'Only the people in this conversation can read it.',
    }
  if (place) return { title: 'A fresh topic', hint: 'Be the first to write something here.' }
  if (what === 'starred')
    return { title: 'Nothing starred yet', hint: 'Star a message to find it here again. Only you see your stars.' }
  if (what === 'mentioned') return { title: 'No mentions yet', hint: 'Messages that name you with @ will be collected here.' }
  if (narrow.length === 0) return { title: 'It is quiet here', hint: 'Messages from all your channels will appear here.' }
  if (operand(narrow, 'channel') !== undefined && narrow.length === 1)
    return { title: 'No messages yet', hint: 'Begin the first topic of this channel below.' }
  return { title: 'Nothing found', hint: 'Try fewer or other words, or another channel.' }
}
