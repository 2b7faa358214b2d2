import { CornerUpLeft, Eye, History, Link2, MailOpen, Pencil, Quote, SmilePlus, Split, Star, Trash2 } from 'lucide-react'
import { create } from 'zustand'
import { Menu, type PopoverAnchor } from '../../ui/index.ts'
import { copyLink, markUnread, quote, reply, toggleStar } from '../actions/message-verbs.ts'
import { toggleReaction } from '../actions/react.ts'
import { openDialog } from '../dialogs/open.ts'
import { openEmojiPicker } from '../emoji/open-picker.ts'
import { store } from '../state/store.ts'
import { startEditing } from './list-state.ts'
import { mayDelete, mayEdit, mayMove } from './permissions.ts'

const useMessageMenu = create<{ id: number | undefined; anchor: PopoverAnchor | undefined }>()(() => ({
  id: undefined,
  anchor: undefined,
}))

export function openMessageMenu(id: number, anchor: PopoverAnchor): void {
  useMessageMenu.setState({ id, anchor })
}

function close(): void {
  useMessageMenu.setState({ id: undefined, anchor: undefined })
}

/** Everything one can do with a message. Rendered once; `openMessageMenu` says for which. */
export function MessageMenuHost() {
  const { id, anchor } = useMessageMenu()
  const state = store.getState()
  const message = id === undefined ? undefined : state.messages.get(id)
  if (!message || !anchor) return null
  const { id: messageId } = message
  const changed = Boolean(message.last_edit_timestamp || message.last_moved_timestamp)
  return (
    <Menu
      anchor={anchor}
      onClose={close}
      label="Message actions"
      align={anchor instanceof Element ? 'end' : 'start'}
      items={[
        {
          label: 'React',
          icon: SmilePlus,
          shortcut: '+',
          onSelect: () => openEmojiPicker(anchor, (emoji) => toggleReaction(messageId, emoji)),
        },
        { label: 'Reply', icon: CornerUpLeft, shortcut: 'r', onSelect: () => reply(message) },
        { label: 'Quote and reply', icon: Quote, shortcut: '>', onSelect: () => void quote(message) },
        {
          label: state.starred.has(messageId) ? 'Remove star' : 'Star',
          icon: Star,
          shortcut: '*',
          onSelect: () => void toggleStar(message),
        },
        { label: 'Copy link', icon: Link2, shortcut: 'L', onSelect: () => void copyLink(message) },
        { label: 'Mark unread from here', icon: MailOpen, shortcut: 'U', onSelect: () => void markUnread(message) },
        null,
        mayEdit(state, message) && { label: 'Edit', icon: Pencil, shortcut: 'e', onSelect: () => startEditing(messageId) },
        mayMove(state, message) && {
          label: 'Move',
          icon: Split,
          shortcut: 'm',
          onSelect: () => openDialog({ kind: 'move', messageId }),
        },
        changed && { label: 'View history', icon: History, onSelect: () => openDialog({ kind: 'history', messageId }) },
        state.organization.realm_enable_read_receipts && {
          label: 'Who has read this',
          icon: Eye,
          onSelect: () => openDialog({ kind: 'readers', messageId }),
        },
        mayDelete(state, message) && {
          label: 'Delete',
          icon: Trash2,
          danger: true,
          onSelect: () => openDialog({ kind: 'delete', messageId }),
        },
      ]}
    />
  )
}
