import { useEffect, useState } from 'react'
import type { Control, RestoreChoice, RestoreSource } from '../../../../server/control/contract.ts'
import { sayWhy } from '../../../line/problems.ts'
import { Notice, SelectField, Spinner, TextField } from '../../../ui/index.ts'
import { count } from '../../../ui/words.ts'

interface WhatFieldsProps {
  readonly control: Control
  readonly source: RestoreSource
  readonly snapshot: string
  /** There is nothing here that parts could go back into. */
  readonly isEmpty: boolean
  readonly everything: RestoreChoice
  /** Undefined while it is not complete. */
  readonly onChange: (choice: RestoreChoice | undefined) => void
}

type What = RestoreChoice['what']

const explained: Readonly<Record<What, string>> = {
  everything:
    'The organization becomes what it was then: people, messages, files, settings. What is here now is backed up first.',
  files: 'Files that are missing or damaged here come back. Messages and people stay as they are.',
  channel: 'One channel comes back with its messages, into the organization as it is now.',
  message: 'One message comes back as it was then, with the history of its edits.',
}

/** All of it, or a part that goes back into what is here. */
export function WhatFields({ control, source, snapshot, isEmpty, everything, onChange }: WhatFieldsProps) {
  const [what, setWhat] = useState<What>('everything')
  const choose = (next: What): void => {
    setWhat(next)
    onChange(next === 'everything' ? everything : next === 'files' ? { what: 'files' } : undefined)
  }
  if (isEmpty) return null
  return (
    <>
      <SelectField
        label="What comes back"
        value={what}
        hint={explained[what]}
        onChange={({ target }) => choose(target.value as What)}
      >
        <option value="everything">Everything</option>
        <option value="files">Files only</option>
        <option value="channel">One channel</option>
        <option value="message">One message</option>
      </SelectField>
      {what === 'channel' && (
        <ChannelField
          control={control}
          source={source}
          snapshot={snapshot}
          onChange={(channelId) => onChange(channelId === undefined ? undefined : { what, channelId })}
        />
      )}
      {what === 'message' && (
        <MessageField onChange={(messageId) => onChange(messageId === undefined ? undefined : { what, messageId })} />
      )}
    </>
  )
}

type Channels = Awaited<ReturnType<Control['restores']['channels']>>

interface ChannelFieldProps extends Pick<WhatFieldsProps, 'control' | 'source' | 'snapshot'> {
  readonly onChange: (channelId: number | undefined) => void
}

function ChannelField({ control, source, snapshot, onChange }: ChannelFieldProps) {
  const [channels, setChannels] = useState<Channels | string>()
  const [chosen, setChosen] = useState('')
  useEffect(() => {
    control.restores.channels({ source, snapshot }).then(setChannels, (error) => setChannels(sayWhy(error)))
  }, [control, source, snapshot])
  if (channels === undefined) return <Spinner label="Looking at the channels in the backup" />
  if (typeof channels === 'string') return <Notice kind="problem">{channels}</Notice>
  const channel = channels.find(({ channelId }) => String(channelId) === chosen)
  return (
    <SelectField
      label="Channel"
      value={chosen}
      hint={channel && !channel.isHere ? 'It is not here any more, and is made anew.' : undefined}
      onChange={({ target }) => {
        setChosen(target.value)
        onChange(target.value === '' ? undefined : Number(target.value))
      }}
    >
      <option value="">Choose one</option>
      {channels.map(({ channelId, name, messages, isArchived }) => (
        <option key={channelId} value={channelId}>
          {name} ({count(messages, 'message', 'messages')}
          {isArchived && ', archived'})
        </option>
      ))}
    </SelectField>
  )
}

function MessageField({ onChange }: { onChange: (messageId: number | undefined) => void }) {
  const [typed, setTyped] = useState('')
  const isWrong = typed.trim() !== '' && messageIn(typed) === undefined
  return (
    <TextField
      label="Link to the message, or its number"
      value={typed}
      spellCheck={false}
      hint="In the chat, a message’s menu copies its link. The number of a deleted one stands in links to it."
      error={isWrong ? 'A link to a message ends with near/ and a number.' : undefined}
      onChange={({ target }) => {
        setTyped(target.value)
        onChange(messageIn(target.value))
      }}
    />
  )
}

/** `…/near/123`, `123` */
function messageIn(text: string): number | undefined {
  const [, digits] = /(?:^|\/(?:near|with)\/)(\d{1,15})\s*$/.exec(text.trim()) ?? []
  return digits === undefined ? undefined : Number(digits)
}
