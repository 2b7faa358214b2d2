import './compose.css'
import { type ClipboardEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '../../ui/index.ts'
import { send } from '../actions/send.ts'
import type { Destination } from '../api/messages.ts'
import { CompletingTextarea } from '../completion/completing-textarea.tsx'
import { insertText } from '../completion/insert-text.ts'
import { prepareMarkdown } from '../content/local-markdown.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { useChat } from '../state/store.ts'
import { ComposeBar } from './compose-bar.tsx'
import { formatting } from './formatting.ts'
import { useCompose } from './open.ts'
import { Preview } from './preview.tsx'
import { UploadList } from './upload-list.tsx'
import { useDraft } from './use-draft.ts'
import { useFileDrop } from './use-file-drop.ts'
import { useFiles } from './use-files.ts'
import { useTypingNotices } from './use-typing.ts'

interface ComposeProps {
  /** Undefined while the place is incomplete: a channel without its topic. */
  to: Destination | undefined
  placeholder: string
  /** Why it cannot be sent yet. */
  missing: string | undefined
}

const touch = matchMedia('(pointer: coarse)')

/** The box one writes in: text with completion, files by drop, paste or button, a preview, and the button that sends. */
export function Compose({ to, placeholder, missing }: ComposeProps) {
  const [text, setText] = useDraft(to)
  const [preview, setPreview] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { uploads, addFiles } = useFiles(to, field, [text, setText])
  const { dragging, handlers } = useFileDrop(addFiles)
  const typing = useTypingNotices(to)
  const enterSends = useChat(({ settings }) => settings.enter_sends) && !touch.matches
  const tooLong = useChat(({ organization }) => text.trim().length - organization.max_message_length)
  useWishes(field, to !== undefined, () => setPreview(false))

  const problem = missing ?? (tooLong > 0 ? `${tooLong} characters too long` : undefined)
  const sendable = Boolean(to && text.trim() && uploads.length === 0 && !problem)
  const submit = () => {
    if (!sendable || !to) return
    send(to, text.trim())
    setText('')
    setPreview(false)
    typing.onStop()
    field.current?.focus()
  }
  const onChange = (next: string) => {
    setText(next)
    void prepareMarkdown(next) // so that it is there when the message is sent
    typing[next.trim() ? 'onInput' : 'onStop']()
  }

  return (
    <div className={classNames('compose', dragging && 'compose-dragging')} {...handlers}>
      {preview ? (
        <Preview text={text} />
      ) : (
        <CompletingTextarea
          ref={field}
          key={to ? conversationKey(to) : 'nowhere'}
          className="compose-field"
          value={text}
          onChange={onChange}
          onKeyDown={(event) => onKey(event, enterSends, submit)}
          onPaste={(event) => pasteFiles(event, addFiles)}
          placeholder={placeholder}
          aria-label={placeholder}
          channelId={to && 'channelId' in to ? to.channelId : undefined}
        />
      )}
      <UploadList uploads={uploads} />
      <ComposeBar
        field={field}
        preview={preview}
        onPreview={setPreview}
        onFiles={addFiles}
        onSend={submit}
        sendable={sendable}
        enterSends={enterSends}
        hint={problem ?? (text && !touch.matches ? sendHint(enterSends) : '')}
        hasProblem={tooLong > 0}
      />
    </div>
  )
}

/** Somebody pressed a key or button that leads here, maybe with words to insert. At once: the next key may be a letter. */
function useWishes(field: { current: HTMLTextAreaElement | null }, hasPlace: boolean, onWish: () => void): void {
  const { insertion, wishes } = useCompose()
  const granted = useRef(0)
  useLayoutEffect(() => {
    if (wishes === granted.current) return
    if (!field.current) return onWish() // the preview is in its place: after the next render the field is there
    granted.current = wishes
    if (hasPlace) field.current.focus() // without a place, the topic must be named first
    if (!insertion) return
    insertText(field.current, insertion)
    useCompose.setState({ insertion: undefined })
  })
}

function onKey(event: KeyboardEvent<HTMLTextAreaElement>, enterSends: boolean, submit: () => void): void {
  const command = event.ctrlKey || event.metaKey
  const apply = command && !event.shiftKey && !event.altKey ? formatting[event.key.toLowerCase()] : undefined
  if (apply) apply(event.currentTarget)
  else if (event.key === 'Enter' && !event.nativeEvent.isComposing && (command || (enterSends && !event.shiftKey))) submit()
  else return
  event.preventDefault()
}

function pasteFiles(event: ClipboardEvent, addFiles: (files: File[]) => void): void {
  if (event.clipboardData.files.length === 0) return
  event.preventDefault()
  addFiles([...event.clipboardData.files])
}

function sendHint(enterSends: boolean): string {
  return enterSends ? 'Enter to send, Shift+Enter for a new line' : 'Ctrl+Enter to send'
}
