import { PenLine, X } from 'lucide-react'
import { useEffect } from 'react'
import { Button, IconButton } from '../../ui/index.ts'
import type { Destination } from '../api/messages.ts'
import { openDialog } from '../dialogs/open.ts'
import { destinationOf, narrowKey, operand } from '../narrow/narrow.ts'
import { useView } from '../navigation.ts'
import { directTitle } from '../sidebar/direct-title.ts'
import { type ChatState, store, useChat } from '../state/store.ts'
import { Compose } from './compose.tsx'
import { DestinationFields } from './destination-fields.tsx'
import { closeCompose, focusCompose, useCompose } from './open.ts'
import { TypingLine } from './typing-line.tsx'

type Partial = { channelId: number | undefined; topic: string | undefined }

/** What stands below the messages: the box to write in, or the buttons that open one. */
export function ComposeArea() {
  const view = useView()
  const chosen = useCompose((state) => state.to)
  const key = view.name === 'narrow' ? narrowKey(view.narrow) : view.name
  useEffect(() => closeCompose, [key])

  const narrow = view.name === 'narrow' ? view.narrow : []
  const fixed = destinationOf(narrow)
  const channelId = operand(narrow, 'channel')
  const wanted =
    chosen ?? fixed ?? (typeof channelId === 'number' && narrow.length === 1 ? { channelId, topic: undefined } : undefined)
  if (!wanted) return <ComposeButtons />
  const elsewhere = chosen !== undefined && !fixed
  return (
    <ComposeFor
      wanted={wanted}
      fixed={fixed !== undefined && chosen === undefined}
      onClose={elsewhere ? closeCompose : undefined}
    />
  )
}

function ComposeFor({
  wanted,
  fixed,
  onClose,
}: {
  wanted: Destination | Partial
  fixed: boolean
  onClose: (() => void) | undefined
}) {
  const to = complete(wanted)
  const placeholder = useChat((state) => placeholderFor(state, to))
  const missing = useChat((state) => missingFrom(state, wanted))
  const blocked = useChat((state) => blockedBecause(state, wanted))
  if (blocked) return <p className="compose-blocked">{blocked}</p>
  return (
    <div className="compose-area">
      {!fixed && (
        <div className="compose-to">
          <DestinationFields wanted={wanted} />
          {onClose && <IconButton icon={X} size="s" label="Close" shortcut="Esc" onClick={onClose} />}
        </div>
      )}
      <Compose to={to} placeholder={placeholder} missing={missing} />
      <TypingLine to={to} />
    </div>
  )
}

function ComposeButtons() {
  return (
    <div className="compose-buttons">
      <Button icon={PenLine} onClick={() => focusCompose({ channelId: firstChannel(), topic: undefined })}>
        New topic
      </Button>
      <Button onClick={() => openDialog({ kind: 'new-direct' })}>New direct message</Button>
    </div>
  )
}

function complete(wanted: Destination | Partial): Destination | undefined {
  if ('userIds' in wanted) return wanted
  const { channelId, topic } = wanted
  return channelId === undefined || topic === undefined ? undefined : { channelId, topic }
}

function missingFrom({ organization }: ChatState, wanted: Destination | Partial): string | undefined {
  if ('userIds' in wanted) return undefined
  if (wanted.channelId === undefined) return 'Choose a channel'
  const needsTopic = organization.realm_mandatory_topics || organization.realm_topics_policy === 'disable_empty_topic'
  return wanted.topic === undefined || (needsTopic && wanted.topic.trim() === '') ? 'Name the topic' : undefined
}

function placeholderFor(state: ChatState, to: Destination | undefined): string {
  if (!to) return 'Write a message'
  if ('userIds' in to)
    return to.userIds.length === 1 && to.userIds[0] === state.me
      ? 'Write a note to yourself'
      : `Message ${directTitle(state, to.userIds)}`
  return `Message #${state.channels.get(to.channelId)?.name ?? ''} › ${to.topic || state.organization.emptyTopicName}`
}

function blockedBecause({ people, me, channels, subscriptions }: ChatState, wanted: Destination | Partial): string | undefined {
  if ('userIds' in wanted) {
    const gone = wanted.userIds.map((id) => people.get(id)).find((person) => person && !person.is_active && person.user_id !== me)
    return gone && `${gone.full_name} is no longer here.`
  }
  if (wanted.channelId === undefined) return undefined
  const channel = channels.get(wanted.channelId)
  if (!channel) return 'Nothing can be written here.'
  if (channel.is_archived) return 'This channel is archived. It can be read, not written to.'
  if (channel.invite_only && !subscriptions.has(wanted.channelId)) return 'Only members may write in this private channel.'
  return undefined
}

function firstChannel(): number | undefined {
  return [...store.getState().subscriptions.keys()][0]
}
