import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button, Spinner, showToast } from '../../ui/index.ts'
import { editMessage, fetchSource } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { CompletingTextarea } from '../completion/completing-textarea.tsx'
import { stopEditing } from './list-state.ts'

/** A message's source, to be changed in its place. Esc leaves it as it was. */
export function EditBox({ message }: { message: Message }) {
  const [source, setSource] = useState<string>()
  useEffect(() => {
    fetchSource(message.id).then(setSource, (error: Error) => {
      showToast(error.message, { kind: 'problem' })
      stopEditing()
    })
  }, [message.id])
  return source === undefined ? <Spinner label="Loading the text" /> : <SourceForm message={message} source={source} />
}

function SourceForm({ message, source }: { message: Message; source: string }) {
  const [text, setText] = useState(source)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.setSelectionRange(source.length, source.length), [source])

  const save = async () => {
    if (text.trim() === source.trim()) return stopEditing()
    setBusy(true)
    try {
      await editMessage(message.id, { content: text })
      stopEditing()
    } catch (error) {
      showToast((error as Error).message, { kind: 'problem' }) // the text stays, to be saved again
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') stopEditing()
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
        <Button size="s" look="quiet" onClick={stopEditing}>
          Cancel
        </Button>
        <span className="edit-hint">Enter saves, Shift+Enter starts a new line, Esc cancels</span>
      </div>
    </div>
  )
}
