import './compose.css'
import {
  ALargeSmall,
  Bold,
  Code,
  Eye,
  Italic,
  Link,
  List,
  Paperclip,
  Pencil,
  SendHorizontal,
  Smile,
  TextQuote,
} from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { classNames, IconButton } from '../../ui/index.ts'
import { send } from '../actions/send.ts'
import type { Destination } from '../api/messages.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { useChat } from '../state/store.ts'
import { CompletingTextarea, insertText } from './completing-textarea.tsx'
import { loadDraft, saveDraft } from './drafts.ts'
import { formatting } from './formatting.ts'
import { useCompose } from './open.ts'
import { openEmojiPicker } from './open-picker.ts'
import { Preview } from './preview.tsx'
import { UploadList } from './upload-list.tsx'
import { useTypingNotices } from './use-typing.ts'
import { useUploads } from './use-uploads.ts'

interface ComposeProps {
  /** Undefined while the place is incomplete: a channel without its topic. */
  to: Destination | undefined
  placeholder: string
  /** Why it cannot be sent yet. */
  missing: string | undefined
}

const narrowScreen = matchMedia('(pointer: coarse)')

/** The box one writes in: text with completion, files by drop, paste or button, a preview, and the button that sends. */
export function Compose({ to, placeholder, missing }: ComposeProps) {
  const key = to && conversationKey(to)
  const [text, setText] = useText(to)
  const [preview, setPreview] = useState(false)
  const [tools, setTools] = useState(false)
  const [dragging, setDragging] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const { uploads, start } = useUploads()
  const typing = useTypingNotices(to)
  const enterSends = useChat(({ settings }) => settings.enter_sends) && !narrowScreen.matches
  const limit = useChat(({ organization }) => organization.max_message_length)
  const { insertion, wishes } = useCompose()

  useEffect(() => {
    if (wishes === 0) return
    setPreview(false)
    requestAnimationFrame(() => {
      if (to) field.current?.focus() // without a place, the topic must be named first
      if (insertion && field.current) insertText(field.current, insertion)
      if (insertion) useCompose.setState({ insertion: undefined })
    })
  }, [wishes])

  const uploading = uploads.length > 0
  const tooLong = limit ? text.trim().length - limit : 0
  const problem = missing ?? (tooLong > 0 ? `${tooLong} characters too long` : undefined)
  const sendable = Boolean(to && text.trim() && !uploading && !problem)

  const submit = () => {
    if (!sendable || !to) return
    send(to, text.trim())
    setText('')
    setPreview(false)
    typing.onStop()
    field.current?.focus()
  }
  const addFiles = (files: Iterable<File>) => {
    const place = to
    start(files, {
      insert: (written) => field.current && insertText(field.current, `${written}\n`),
      replace: (placeholder, written) => {
        const area = field.current
        if (area?.value.includes(placeholder)) setText(area.value.replace(placeholder, written))
        else if (place) saveDraft(place, loadDraft(place).replace(placeholder, written))
      },
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const apply = formatting[event.key.toLowerCase()]
    if (
      event.key === 'Enter' &&
      !event.nativeEvent.isComposing &&
      (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey))
    )
      submit()
    else if (apply && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) apply(event.currentTarget)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    addFiles([...event.clipboardData.files])
  }
  const onDrop = (event: DragEvent) => {
    setDragging(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    addFiles([...event.dataTransfer.files])
  }
  const format = (how: (area: HTMLTextAreaElement) => void) => () => field.current && how(field.current)

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files has its keyboard twin in the button
    <div
      className={classNames('compose', dragging && 'compose-dragging')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={onDrop}
    >
      {preview ? (
        <Preview text={text} />
      ) : (
        <CompletingTextarea
          ref={field}
          key={key ?? 'nowhere'}
          className="compose-field"
          value={text}
          onChange={(next) => {
            setText(next)
            if (next.trim()) typing.onInput()
            else typing.onStop()
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          placeholder={placeholder}
          aria-label={placeholder}
          channelId={to && 'channelId' in to ? to.channelId : undefined}
        />
      )}
      <UploadList uploads={uploads} />
      {tools && !preview && (
        <div className="compose-tools" role="toolbar" aria-label="Formatting">
          <IconButton icon={Bold} size="s" label="Bold" shortcut="Ctrl+B" onClick={format(formatting.b!)} />
          <IconButton icon={Italic} size="s" label="Italic" shortcut="Ctrl+I" onClick={format(formatting.i!)} />
          <IconButton icon={Code} size="s" label="Code" shortcut="Ctrl+E" onClick={format(formatting.e!)} />
          <IconButton icon={Link} size="s" label="Link" shortcut="Ctrl+K" onClick={format(formatting.k!)} />
          <IconButton icon={List} size="s" label="List" onClick={format(formatting.list!)} />
          <IconButton icon={TextQuote} size="s" label="Quote" onClick={format(formatting.quote!)} />
        </div>
      )}
      <div className="compose-bar">
        <IconButton icon={Paperclip} label="Attach files" onClick={() => picker.current?.click()} />
        <IconButton
          icon={Smile}
          label="Insert an emoji"
          onClick={(event) =>
            openEmojiPicker(
              event.currentTarget,
              ({ emoji_name }) => field.current && insertText(field.current, `:${emoji_name}: `),
            )
          }
        />
        <IconButton icon={ALargeSmall} label="Formatting" active={tools} onClick={() => setTools(!tools)} />
        <IconButton
          icon={preview ? Pencil : Eye}
          label={preview ? 'Write' : 'Preview'}
          active={preview}
          onClick={() => setPreview(!preview)}
        />
        <span className={classNames('compose-hint', tooLong > 0 && 'compose-problem')}>
          {problem ??
            (text && !narrowScreen.matches
              ? enterSends
                ? 'Enter to send, Shift+Enter for a new line'
                : 'Ctrl+Enter to send'
              : '')}
        </span>
        <IconButton
          icon={SendHorizontal}
          label="Send"
          shortcut={enterSends ? 'Enter' : 'Ctrl+Enter'}
          className="compose-send"
          disabled={!sendable}
          onClick={submit}
        />
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-hidden
        onChange={(event) => {
          addFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {dragging && (
        <div className="compose-drop" aria-hidden>
          Drop to upload
        </div>
      )}
    </div>
  )
}

/** The text of the draft for a place; without a place yet, text that waits for one. */
function useText(to: Destination | undefined): [string, (text: string) => void] {
  const key = to && conversationKey(to)
  const [homeless, setHomeless] = useState('')
  const [draft, setDraft] = useState({ key, text: to ? loadDraft(to) : '' })
  // what was begun before the topic was chosen goes along to it
  if (draft.key !== key) {
    const text = to ? loadDraft(to) || homeless : ''
    setDraft({ key, text })
    if (to && homeless && text === homeless) {
      saveDraft(to, homeless)
      setHomeless('')
    }
  }
  const setText = (text: string) => {
    if (to) saveDraft(to, text)
    else setHomeless(text)
    setDraft({ key, text })
  }
  return [to ? draft.text : homeless, setText]
}
