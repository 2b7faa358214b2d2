import { UserMinus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Dialog, IconButton, Notice, Spinner, Switch, TextArea, TextField, useSubmit } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import {
  addMembers,
  archiveChannel,
  changeChannel,
  changeSubscription,
  fetchMembers,
  leaveChannel,
  removeMember,
} from '../../api/channels.ts'
import type { Channel } from '../../api/types.ts'
import { Avatar } from '../../people/avatar.tsx'
import { isAdmin } from '../../people/roles.ts'
import { ChannelIcon } from '../../sidebar/channel-icon.tsx'
import { useChat } from '../../state/store.ts'
import { openDialog } from '../open.ts'
import { PeoplePicker } from '../people-picker.tsx'

export default function ChannelSettings({ channelId, onClose }: { channelId: number; onClose: () => void }) {
  const channel = useChat(({ channels }) => channels.get(channelId))
  const administers = useChat(
    ({ people, me, channels }) => isAdmin(people.get(me)?.role) || channels.get(channelId)?.creator_id === me,
  )
  if (!channel) return null
  return (
    <Dialog
      title={
        <>
          <ChannelIcon channelId={channelId} size={18} /> {channel.name}
        </>
      }
      onClose={onClose}
    >
      <div className="form">
        <Own channel={channel} />
        <Members channel={channel} />
        {administers && <Administration key={channel.name} channel={channel} />}
      </div>
    </Dialog>
  )
}

/** What concerns only oneself. */
function Own({ channel: { stream_id: id, name, invite_only } }: { channel: Channel }) {
  const mine = useChat(({ subscriptions }) => subscriptions.get(id))
  if (!mine) return null
  const leave = () =>
    openDialog({
      kind: 'confirm',
      title: `Leave #${name}?`,
      text: invite_only ? 'This channel is private: to come back, a member has to add you.' : 'You can join again at any time.',
      verb: 'Leave channel',
      onConfirm: () => leaveChannel(name),
    })
  return (
    <section className="form-section">
      <h3>For you</h3>
      <label className="color-row">
        <span>Colour</span>
        <input
          type="color"
          value={mine.color}
          onChange={(event) => reporting(changeSubscription(id, 'color', event.target.value))}
        />
      </label>
      <Switch
        label="Pin to the top"
        checked={mine.pin_to_top}
        onChange={(on) => reporting(changeSubscription(id, 'pin_to_top', on))}
      />
      <Switch
        label="Mute"
        hint="Its messages count as unread nowhere."
        checked={mine.is_muted}
        onChange={(on) => reporting(changeSubscription(id, 'is_muted', on))}
      />
      <Switch
        label="Desktop notifications for every message"
        checked={mine.desktop_notifications ?? false}
        onChange={(on) => reporting(changeSubscription(id, 'desktop_notifications', on))}
      />
      <Button size="s" onClick={leave}>
        Leave channel
      </Button>
    </section>
  )
}

function Members({ channel: { stream_id: id, name } }: { channel: Channel }) {
  const people = useChat((state) => state.people)
  const count = useChat(({ channels }) => channels.get(id)?.subscriber_count)
  const [members, setMembers] = useState<number[]>()
  const [toAdd, setToAdd] = useState<number[]>([])
  useEffect(() => {
    fetchMembers(id).then(setMembers, () => setMembers([]))
  }, [id, count])
  const add = async () => {
    if (await reporting(addMembers(name, toAdd))) setToAdd([])
    setMembers(await fetchMembers(id))
  }
  const remove = async (userId: number) => {
    if (await reporting(removeMember(name, userId))) setMembers((before) => before?.filter((other) => other !== userId))
  }
  const sorted = members
    ?.map((userId) => ({ userId, person: people.get(userId) }))
    .sort((a, b) => (a.person?.full_name ?? '').localeCompare(b.person?.full_name ?? ''))
  return (
    <section className="form-section">
      <h3>Members{members ? ` (${members.length})` : ''}</h3>
      <div className="member-add">
        <PeoplePicker label="Add people" chosen={toAdd} onChange={setToAdd} exclude={members} />
        <Button disabled={toAdd.length === 0} onClick={add}>
          Add
        </Button>
      </div>
      {!sorted && <Spinner label="Loading members" />}
      <ul className="member-list">
        {sorted?.map(({ userId, person }) => (
          <li key={userId} className="member">
            <Avatar userId={userId} size={26} />
            <span className="truncate">{person?.full_name ?? 'Unknown person'}</span>
            <IconButton icon={UserMinus} size="s" label={`Remove ${person?.full_name}`} onClick={() => remove(userId)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What concerns everyone. */
function Administration({ channel }: { channel: Channel }) {
  const { stream_id: id } = channel
  const [name, setName] = useState(channel.name)
  const [description, setDescription] = useState(channel.description)
  const [isPrivate, setPrivate] = useState(channel.invite_only)
  const [sharedHistory, setSharedHistory] = useState(channel.history_public_to_subscribers)
  const privacyChanged = isPrivate !== channel.invite_only || sharedHistory !== channel.history_public_to_subscribers
  const changed = name !== channel.name || description !== channel.description || privacyChanged
  const { busy, problem, submit } = useSubmit(
    () =>
      changeChannel(id, {
        ...(name !== channel.name && { new_name: name }),
        ...(description !== channel.description && { description }),
        ...(privacyChanged && { is_private: isPrivate, history_public_to_subscribers: !isPrivate || sharedHistory }),
      }),
    () => {},
  )
  const archive = () =>
    openDialog({
      kind: 'confirm',
      title: `Archive #${channel.name}?`,
      text: 'It disappears from the list for everyone. Its messages are kept.',
      verb: 'Archive channel',
      onConfirm: () => archiveChannel(id),
    })
  return (
    <form className="form-section" onSubmit={submit}>
      <h3>For everyone</h3>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <TextArea label="What it is for" value={description} onChange={(event) => setDescription(event.target.value)} />
      <Switch label="Private" hint="Only people who are added can read it." checked={isPrivate} onChange={setPrivate} />
      {isPrivate && <Switch label="New members see earlier messages" checked={sharedHistory} onChange={setSharedHistory} />}
      <div className="form-actions">
        <Button look="primary" type="submit" busy={busy} disabled={!changed || !name.trim()}>
          Save
        </Button>
        <Button look="quiet" onClick={archive}>
          Archive channel
        </Button>
      </div>
    </form>
  )
}
