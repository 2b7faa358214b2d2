import './completion.css'
import { AtSign, MessageSquare } from 'lucide-react'
import {
  type KeyboardEvent,
  type Ref,
  type TextareaHTMLAttributes,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { classNames } from '../../ui/index.ts'
import { Avatar } from '../people/avatar.tsx'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { type Completion, completionsFor, type Trigger, triggerBefore } from './completions.ts'

interface CompletingTextareaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> {
  value: string
  onChange: (text: string) => void
  /** The channel that is written in, for what only makes sense there. */
  channelId?: number
  ref?: Ref<HTMLTextAreaElement>
}

/** A field that grows with its text and offers people, channels, topics and emoji while they are being typed. */
export function CompletingTextarea({ value, onChange, channelId, ref, onKeyDown, className, ...rest }: CompletingTextareaProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => field.current!)
  const [trigger, setTrigger] = useState<Trigger>()
  const [offers, setOffers] = useState<Completion[]>([])
  const [chosen, setChosen] = useState(0)
  const listId = useId()

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
  }, [value])

  useEffect(() => {
    if (!trigger) return setOffers([])
    let current = true
    completionsFor(trigger, channelId).then(
      (found) => {
        if (!current) return
        setOffers(found)
        setChosen(0)
      },
      () => setOffers([]), // completion is a help, not a need
    )
    return () => {
      current = false
    }
  }, [trigger, channelId])

  const look = () => {
    const area = field.current
    setTrigger(area && area.selectionStart === area.selectionEnd ? triggerBefore(area.value, area.selectionStart) : undefined)
  }
  const close = () => setTrigger(undefined)
  const accept = (completion: Completion | undefined) => {
    const area = field.current
    if (!completion || !trigger || !area) return
    area.setSelectionRange(trigger.start, area.selectionStart)
    insertText(area, completion.text)
    close()
  }

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (offers.length > 0 && trigger) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) setChosen((chosen + step + offers.length) % offers.length)
      else if (event.key === 'Enter' || event.key === 'Tab') accept(offers[chosen])
      else if (event.key === 'Escape') close()
      else return onKeyDown?.(event)
      event.preventDefault()
      event.stopPropagation()
      return
    }
    onKeyDown?.(event)
  }

  const open = offers.length > 0 && trigger !== undefined
  return (
    <div className="completing">
      {open && (
        <div id={listId} className="completions" role="listbox" aria-label="Suggestions">
          {offers.map((offer, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys and Enter do it from the field
            <div
              key={offer.key}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={classNames('completion', index === chosen && 'completion-chosen')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(offer)}
            >
              <CompletionIcon icon={offer.icon} />
              <span className="truncate">{offer.label}</span>
              {offer.detail && <span className="completion-detail truncate">{offer.detail}</span>}
            </div>
          ))}
        </div>
      )}
      <textarea
        rows={1}
        {...rest}
        ref={field}
        className={classNames('completing-field', className)}
        value={value}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open ? `${listId}-${chosen}` : undefined}
        aria-autocomplete="list"
        onChange={(event) => {
          onChange(event.target.value)
          look()
        }}
        onKeyDown={onKey}
        onClick={look}
        onBlur={(event) => {
          close()
          rest.onBlur?.(event)
        }}
      />
    </div>
  )
}

/** Puts text where the cursor is, as typing would: the browser's undo knows of it. */
export function insertText(area: HTMLTextAreaElement, text: string): void {
  area.focus()
  if (document.execCommand('insertText', false, text)) return
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

function CompletionIcon({ icon }: { icon: Completion['icon'] }) {
  switch (icon.kind) {
    case 'person':
      return <Avatar userId={icon.userId} size={22} />
    case 'channel':
      return <ChannelIcon channelId={icon.channelId} />
    case 'group':
      return <AtSign size={16} aria-hidden />
    case 'topic':
      return <MessageSquare size={16} aria-hidden />
    case 'emoji':
      return icon.picture ? (
        <img className="emoji-picture" src={icon.picture} alt="" />
      ) : (
        <span className="emoji">{icon.text}</span>
      )
  }
}
