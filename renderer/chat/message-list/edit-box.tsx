import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button, Spinner, showToast } from '../../ui/index.ts'
import { editMessage, fetchSource } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { CompletingTextarea } from '../completion/completing-textarea.tsx'
import { startEditing } from './list-state.ts'

/** A message's source, to be changed in its place. Esc leaves it as it was. */
export function EditBox({ message }: { message: Message }) {
  const [source, setSource] = useState<string>()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    fetchSource(message.id).then(
      (found) => {
        setSource(found)
        setText(found)
        requestAnimationFrame(() => field.current?.setSelectionRange(found.length, found.length))
      },
      (error: Error) => {
        showToast(error.message, { kind: 'problem' })
        startEditing(undefined)
      },
    )
  }, [message.id])

  if (source === undefined) return <Spinner label="Loading the text" />

  const save = async () => {
    if (text.trim() === source.trim()) return startEditing(undefined)
    setBusy(true)
    try {
      await editMessage(message.id, { content: text })
      startEditing(undefined)
    } catch (error) {
      showToast((error as Error).message, { kind: 'problem' }) // the text stays, to be saved again
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') startEditing(undefined)
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      void save()
    } else return
    event.stopPropagation()
  }

  return (
    <div className="edit-box">
      <CompletingTextarea
        ref={field}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        autoFocus
        aria-label="Edit message"
        channelId={message.stream_id}
      />
      <div className="edit-actions">
        <Button size="s" look="primary" busy={busy} onClick={save} disabled={!text.trim()}>
          Save
        </Button>
        <Button size="s" look="quiet" onClick={() => startEditing(undefined)}>
          Cancel
        </Button>
        <span className="edit-hint">Enter saves, Shift+Enter starts a new line, Esc cancels</span>
      </div>
    </div>
  )
}
