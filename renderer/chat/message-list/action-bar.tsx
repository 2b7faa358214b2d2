import { EllipsisVertical, Pencil, Quote, SmilePlus, Star } from 'lucide-react'
import { IconButton } from '../../ui/index.ts'
import { quote, toggleStar } from '../actions/message-verbs.ts'
import { toggleReaction } from '../actions/react.ts'
import type { Message } from '../api/types.ts'
import { UnicodeEmoji } from '../emoji/emoji.tsx'
import { openEmojiPicker } from '../emoji/open-picker.ts'
import { useChat } from '../state/store.ts'
import { startEditing } from './list-state.ts'
import { openMessageMenu } from './message-menu.tsx'
import { mayEdit } from './permissions.ts'

export const quickReactions = [
  { emoji_name: '+1', emoji_code: '1f44d', reaction_type: 'unicode_emoji' },
  { emoji_name: 'heart', emoji_code: '2764', reaction_type: 'unicode_emoji' },
  { emoji_name: 'tada', emoji_code: '1f389', reaction_type: 'unicode_emoji' },
] as const

/** The floating row of buttons on the message under the pointer. */
export function ActionBar({ message }: { message: Message }) {
  const starred = useChat(({ starred }) => starred.has(message.id))
  const editable = useChat((state) => mayEdit(state, message))
  return (
    <div className="action-bar" role="toolbar" aria-label="Message actions">
      {quickReactions.map((emoji) => (
        <button
          key={emoji.emoji_code}
          type="button"
          className="icon-button icon-button-s action-emoji"
          aria-label={`React with :${emoji.emoji_name}:`}
          onClick={() => toggleReaction(message.id, emoji)}
        >
          <UnicodeEmoji code={emoji.emoji_code} name={emoji.emoji_name} />
        </button>
      ))}
      <IconButton
        icon={SmilePlus}
        size="s"
        label="React"
        shortcut="+"
        onClick={(event) => openEmojiPicker(event.currentTarget, (emoji) => toggleReaction(message.id, emoji))}
      />
      <IconButton icon={Quote} size="s" label="Quote and reply" shortcut=">" onClick={() => quote(message)} />
      <IconButton
        icon={Star}
        size="s"
        label={starred ? 'Remove star' : 'Star'}
        shortcut="*"
        className={starred ? 'starred' : undefined}
        onClick={() => toggleStar(message)}
      />
      {editable && <IconButton icon={Pencil} size="s" label="Edit" shortcut="e" onClick={() => startEditing(message.id)} />}
      <IconButton
        icon={EllipsisVertical}
        size="s"
        label="More"
        shortcut="i"
        aria-haspopup="menu"
        onClick={(event) => openMessageMenu(message.id, event.currentTarget)}
      />
    </div>
  )
}
