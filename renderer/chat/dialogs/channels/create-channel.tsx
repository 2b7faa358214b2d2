import { useState } from 'react'
import { FormDialog, Notice, SelectField, Switch, TextField, useSubmit } from '../../../ui/index.ts'
import { createChannel } from '../../api/channels.ts'
import { channelNarrow } from '../../narrow/narrow.ts'
import { goToNarrow } from '../../navigation.ts'
import { store, useChat } from '../../state/store.ts'
import { PeoplePicker } from '../people-picker.tsx'

export default function CreateChannel({ onClose }: { onClose: () => void }) {
  const me = useChat((state) => state.me)
  const longest = useChat(({ organization }) => organization.max_stream_name_length)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [isPrivate, setPrivate] = useState(false)
  const [sharedHistory, setSharedHistory] = useState(true)
  const board = useChat(({ organization, channels }) => channels.get(organization.realm_new_stream_announcements_stream_id))
  const [isAnnounced, setAnnounced] = useState(true)
  const [members, setMembers] = useState<number[]>([])
  const { busy, problem, submit } = useSubmit(
    () =>
      createChannel({
        name: name.trim(),
        description,
        private: isPrivate,
        sharedHistory: !isPrivate || sharedHistory,
        members: [me, ...members],
        announce: board !== undefined && !isPrivate && isAnnounced,
      }),
    () => {
      onClose()
      whenKnown(name.trim(), (id) => goToNarrow(channelNarrow(id)))
    },
  )
  return (
    <FormDialog
      title="Create a channel"
      action="Create channel"
      busy={busy}
      disabled={!name.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      {problem && <Notice kind="problem">{problem}</Notice>}
      <TextField
        label="Name"
        placeholder="marketing"
        maxLength={longest}
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="What it is for"
        hint="Shown to people who look for a channel to join."
        value={description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <WhoMaySee isPrivate={isPrivate} onChange={setPrivate} />
      {isPrivate && <Switch label="New members see earlier messages" checked={sharedHistory} onChange={setSharedHistory} />}
      {board && !isPrivate && <Switch label={`Announce it in #${board.name}`} checked={isAnnounced} onChange={setAnnounced} />}
      <PeoplePicker label="Add people" chosen={members} onChange={setMembers} exclude={[me]} />
    </FormDialog>
  )
}

function WhoMaySee({ isPrivate, onChange }: { isPrivate: boolean; onChange: (isPrivate: boolean) => void }) {
  return (
    <SelectField
      label="Who may see it"
      value={isPrivate ? 'private' : 'public'}
      onChange={(event) => onChange(event.target.value === 'private')}
    >
      <option value="public">Public: everyone here can join and read it</option>
      <option value="private">Private: only people who are added</option>
    </SelectField>
  )
}

/** The answer to our request may come before the event that tells of the channel. */
function whenKnown(name: string, then: (id: number) => void): void {
  const find = () =>
    [...store.getState().subscriptions.values()].find((channel) => channel.name.toLowerCase() === name.toLowerCase())
  const known = find()
  if (known) {
    then(known.stream_id)
    return
  }
  const stop = store.subscribe(() => {
    const channel = find()
    if (!channel) return
    stop()
    then(channel.stream_id)
  })
  setTimeout(stop, 10_000)
}
