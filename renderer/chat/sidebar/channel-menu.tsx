import { Bell, BellOff, Link2, LogOut, MailCheck, Palette, Pin, PinOff, Settings, SquarePen } from 'lucide-react'
import { create } from 'zustand'
import { copyText, Menu, type PopoverAnchor, showToast } from '../../ui/index.ts'
import { reporting } from '../actions/report.ts'
import { changeSubscription, leaveChannel } from '../api/channels.ts'
import { markNarrowAsRead } from '../api/messages.ts'
import { focusCompose } from '../compose/open.ts'
import { openDialog } from '../dialogs/open.ts'
import { channelNarrow } from '../narrow/narrow.ts'
import { goToNarrow, hrefOfNarrow } from '../navigation.ts'
import { store } from '../state/store.ts'

const useChannelMenu = create<{ channelId: number | undefined; anchor: PopoverAnchor | undefined }>()(() => ({
  channelId: undefined,
  anchor: undefined,
}))

export function openChannelMenu(channelId: number, anchor: PopoverAnchor): void {
  useChannelMenu.setState({ channelId, anchor })
}

export function ChannelMenuHost() {
  const { channelId, anchor } = useChannelMenu()
  const subscription = channelId === undefined ? undefined : store.getState().subscriptions.get(channelId)
  if (!subscription || !anchor) return null
  const { stream_id: id, is_muted, pin_to_top, name } = subscription
  return (
    <Menu
      anchor={anchor}
      onClose={() => useChannelMenu.setState({ channelId: undefined, anchor: undefined })}
      label={`Channel ${name}`}
      items={[
        {
          label: 'New topic',
          icon: SquarePen,
          onSelect: () => {
            goToNarrow(channelNarrow(id))
            setTimeout(() => focusCompose({ channelId: id, topic: undefined }))
          },
        },
        { label: 'Mark all as read', icon: MailCheck, onSelect: () => void reporting(markNarrowAsRead([...channelNarrow(id)])) },
        {
          label: 'Copy link',
          icon: Link2,
          onSelect: () =>
            void copyText(`${location.origin}/${hrefOfNarrow(channelNarrow(id))}`).then(() => showToast('Link copied.')),
        },
        null,
        {
          label: pin_to_top ? 'Unpin' : 'Pin to the top',
          icon: pin_to_top ? PinOff : Pin,
          onSelect: () => void reporting(changeSubscription(id, 'pin_to_top', !pin_to_top)),
        },
        {
          label: is_muted ? 'Unmute' : 'Mute',
          icon: is_muted ? Bell : BellOff,
          onSelect: () => void reporting(changeSubscription(id, 'is_muted', !is_muted)),
        },
        { label: 'Colour', icon: Palette, onSelect: () => openDialog({ kind: 'channel-settings', channelId: id }) },
        {
          label: 'Members and settings',
          icon: Settings,
          onSelect: () => openDialog({ kind: 'channel-settings', channelId: id }),
        },
        null,
        { label: 'Leave channel', icon: LogOut, danger: true, onSelect: () => confirmLeaving(name, subscription.invite_only) },
      ]}
    />
  )
}

function confirmLeaving(name: string, isPrivate: boolean): void {
  openDialog({
    kind: 'confirm',
    title: `Leave #${name}?`,
    text: isPrivate ? 'This channel is private: to come back, a member has to add you.' : 'You can join again at any time.',
    verb: 'Leave channel',
    onConfirm: () => leaveChannel(name),
  })
}
