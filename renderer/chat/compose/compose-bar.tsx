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
import { useRef, useState } from 'react'
import { classNames, IconButton } from '../../ui/index.ts'
import { insertText } from '../completion/insert-text.ts'
import { openEmojiPicker } from '../emoji/open-picker.ts'
import { formatting } from './formatting.ts'

interface ComposeBarProps {
  field: { current: HTMLTextAreaElement | null }
  preview: boolean
  onPreview: (on: boolean) => void
  onFiles: (files: File[]) => void
  onSend: () => void
  sendable: boolean
  enterSends: boolean
  hint: string
  hasProblem: boolean
}

/** The buttons below the text. */
export function ComposeBar({
  field,
  preview,
  onPreview,
  onFiles,
  onSend,
  sendable,
  enterSends,
  hint,
  hasProblem,
}: ComposeBarProps) {
  const [tools, setTools] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const insert = (text: string) => field.current && insertText(field.current, text)
  return (
    <>
      {tools && !preview && <FormattingTools field={field} />}
      <div className="compose-bar">
        <IconButton icon={Paperclip} label="Attach files" onClick={() => picker.current?.click()} />
        <IconButton
          icon={Smile}
          label="Insert an emoji"
          onClick={(event) => openEmojiPicker(event.currentTarget, ({ emoji_name }) => insert(`:${emoji_name}: `))}
        />
        <IconButton icon={ALargeSmall} label="Formatting" active={tools} onClick={() => setTools(!tools)} />
        <IconButton
          icon={preview ? Pencil : Eye}
          label={preview ? 'Write' : 'Preview'}
          active={preview}
          onClick={() => onPreview(!preview)}
        />
        <span className={classNames('compose-hint', hasProblem && 'compose-problem')}>{hint}</span>
        <IconButton
          icon={SendHorizontal}
          label="Send"
          shortcut={enterSends ? 'Enter' : 'Ctrl+Enter'}
          className="compose-send"
          disabled={!sendable}
          onClick={onSend}
        />
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = '' // the same file again is a change, too
        }}
      />
    </>
  )
}

const tools = [
  { how: 'b', icon: Bold, label: 'Bold', shortcut: 'Ctrl+B' },
  { how: 'i', icon: Italic, label: 'Italic', shortcut: 'Ctrl+I' },
  { how: 'e', icon: Code, label: 'Code', shortcut: 'Ctrl+E' },
  { how: 'k', icon: Link, label: 'Link', shortcut: 'Ctrl+K' },
  { how: 'list', icon: List, label: 'List' },
  { how: 'quote', icon: TextQuote, label: 'Quote' },
]

function FormattingTools({ field }: { field: { current: HTMLTextAreaElement | null } }) {
  return (
    <div className="compose-tools" role="toolbar" aria-label="Formatting">
      {tools.map(({ how, ...button }) => (
        <IconButton key={how} {...button} size="s" onClick={() => field.current && formatting[how]?.(field.current)} />
      ))}
    </div>
  )
}
