import { Smile, X } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, IconButton, Notice, useSubmit } from '../../ui/index.ts'
import { setStatus } from '../api/people.ts'
import type { UserStatus } from '../api/types.ts'
import { AnyEmoji } from '../emoji/any-emoji.tsx'
import { openEmojiPicker } from '../emoji/open-picker.ts'
import { useChat } from '../state/store.ts'

const common: UserStatus[] = [
  { status_text: 'Busy', emoji_name: 'working_on_it', emoji_code: '1f6e0' },
  { status_text: 'In a meeting', emoji_name: 'calendar', emoji_code: '1f4c5' },
  { status_text: 'Working remotely', emoji_name: 'house', emoji_code: '1f3e0' },
  { status_text: 'Out to lunch', emoji_name: 'sandwich', emoji_code: '1f96a' },
  { status_text: 'On holiday', emoji_name: 'palm_tree', emoji_code: '1f334' },
  { status_text: 'Out sick', emoji_name: 'hurt', emoji_code: '1f915' },
].map((status) => ({ ...status, reaction_type: 'unicode_emoji' }))

export default function Status({ onClose }: { onClose: () => void }) {
  const current = useChat(({ statuses, me }) => statuses.get(me))
  const [status, setOwn] = useState<UserStatus>(current ?? {})
  const { busy, problem, submit } = useSubmit(() => setStatus(status), onClose)
  return (
    <Dialog
      title="Set a status"
      onClose={onClose}
      size="s"
      footer={
        <Button look="primary" busy={busy} onClick={submit}>
          Save
        </Button>
      }
    >
      <form className="form" onSubmit={submit}>
        {problem && <Notice kind="problem">{problem}</Notice>}
        <div className="status-field input">
          <button
            type="button"
            className="icon-button icon-button-s"
            aria-label="Choose an emoji"
            onClick={(event) => openEmojiPicker(event.currentTarget, (emoji) => setOwn((before) => ({ ...before, ...emoji })))}
          >
            {status.emoji_code ? (
              <AnyEmoji code={status.emoji_code} name={status.emoji_name ?? ''} type={status.reaction_type ?? 'unicode_emoji'} />
            ) : (
              <Smile size={18} aria-hidden />
            )}
          </button>
          <input
            data-autofocus
            aria-label="Status"
            placeholder="What are you up to?"
            maxLength={60}
            value={status.status_text ?? ''}
            onChange={(event) => setOwn({ ...status, status_text: event.target.value })}
          />
          {(status.status_text || status.emoji_code) && <IconButton icon={X} size="s" label="Clear" onClick={() => setOwn({})} />}
        </div>
        <ul>
          {common.map((one) => (
            <li key={one.status_text}>
              <button type="button" className="menu-item" onClick={() => setOwn(one)}>
                <AnyEmoji code={one.emoji_code!} name={one.emoji_name!} type="unicode_emoji" />
                <span>{one.status_text}</span>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Dialog>
  )
}
