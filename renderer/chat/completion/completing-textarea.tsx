import './completion.css'
import { AtSign, MessageSquare } from 'lucide-react'
import {
  type KeyboardEvent,
  type Ref,
  type TextareaHTMLAttributes,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { classNames, Suggestions, useSuggestions } from '../../ui/index.ts'
import { Avatar } from '../people/avatar.tsx'
import { ChannelIcon } from '../sidebar/channel-icon.tsx'
import { type Completion, completionsFor, type Trigger, triggerBefore } from './completions.ts'
import { insertText } from './insert-text.ts'

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
  useGrowing(field, value)
  const [trigger, setTrigger] = useState<Trigger>()
  const offers = useOffers(trigger, channelId)
  const choice = useSuggestions(offers, 0)

  const look = () => {
    const area = field.current
    setTrigger(area && area.selectionStart === area.selectionEnd ? triggerBefore(area.value, area.selectionStart) : undefined)
    choice.reset()
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
    if (offers.length === 0 || event.nativeEvent.isComposing) return onKeyDown?.(event)
    if (event.key === 'Enter' || event.key === 'Tab') accept(choice.item)
    else if (event.key === 'Escape') close()
    else if (!choice.move(event)) return onKeyDown?.(event)
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="completing">
      <Suggestions of={choice.list} label="Suggestions" side="above" keyOf={({ key }) => key} onTake={accept}>
        {(offer) => <Offer offer={offer} />}
      </Suggestions>
      <textarea
        rows={1}
        {...rest}
        {...choice.field}
        ref={field}
        className={classNames('completing-field', className)}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
          look()
        }}
        onKeyDown={onKey}
        onClick={look}
        onBlur={close}
      />
    </div>
  )
}

/** As high as its text; the style sheet sets the limit. */
function useGrowing(field: { current: HTMLTextAreaElement | null }, value: string): void {
  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
  }, [field, value])
}

const none: Completion[] = []

function useOffers(trigger: Trigger | undefined, channelId: number | undefined): Completion[] {
  const [offers, setOffers] = useState(none)
  useEffect(() => {
    if (!trigger) return setOffers(none)
    let current = true
    completionsFor(trigger, channelId).then(
      (found) => current && setOffers(found),
      () => setOffers(none), // completion is a help, not a need
    )
    return () => {
      current = false
    }
  }, [trigger, channelId])
  return trigger ? offers : none
}

function Offer({ offer: { icon, label, detail } }: { offer: Completion }) {
  return (
    <>
      <CompletionIcon icon={icon} />
      <span className="truncate">{label}</span>
      {detail && <span className="suggestion-detail truncate">{detail}</span>}
    </>
  )
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
