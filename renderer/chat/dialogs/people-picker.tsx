import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Field, Suggestions, useSuggestions } from '../../ui/index.ts'
import { best } from '../completion/completions.ts'
import { Avatar } from '../people/avatar.tsx'
import { useChat } from '../state/store.ts'

interface PeoplePickerProps {
  label: string
  chosen: number[]
  onChange: (userIds: number[]) => void
  exclude?: readonly number[]
  autoFocus?: boolean
}

const most = 6

/** Chooses people by typing their names. */
export function PeoplePicker({ label, chosen, onChange, exclude = [], autoFocus }: PeoplePickerProps) {
  const people = useChat((state) => state.people)
  const [query, setQuery] = useState('')
  const [focused, setFocused] = useState(false)
  const free = [...people.values()].filter(
    ({ is_active, user_id }) => is_active && !chosen.includes(user_id) && !exclude.includes(user_id),
  )
  const offers = focused ? best(free, query, ({ full_name }) => full_name).slice(0, most) : []
  const choice = useSuggestions(offers, 0)
  const add = ({ user_id }: { user_id: number }) => {
    onChange([...chosen, user_id])
    setQuery('')
    choice.reset()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && query === '') onChange(chosen.slice(0, -1))
    if (choice.move(event) || event.key !== 'Enter' || query === '') return
    event.preventDefault() // with a name half typed, Enter chooses; otherwise it sends the form
    if (choice.item) add(choice.item)
  }
  return (
    <Field label={label}>
      {(described) => (
        <div className="people-picker input">
          {chosen.map((id) => (
            <Chip key={id} userId={id} onRemove={() => onChange(chosen.filter((other) => other !== id))} />
          ))}
          <input
            {...described}
            {...choice.field}
            data-autofocus={autoFocus || undefined}
            placeholder={chosen.length === 0 ? 'Type a name' : ''}
            value={query}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onChange={(event) => {
              setQuery(event.target.value)
              choice.reset()
            }}
            onKeyDown={onKeyDown}
          />
          <Suggestions of={choice.list} label={label} keyOf={({ user_id }) => String(user_id)} onTake={add}>
            {({ user_id, full_name, delivery_email }) => (
              <>
                <Avatar userId={user_id} size={22} />
                <span>{full_name}</span>
                <span className="suggestion-detail truncate">{delivery_email}</span>
              </>
            )}
          </Suggestions>
        </div>
      )}
    </Field>
  )
}

function Chip({ userId, onRemove }: { userId: number; onRemove: () => void }) {
  const name = useChat(({ people }) => people.get(userId)?.full_name)
  return (
    <span className="people-chip">
      <Avatar userId={userId} size={18} />
      {name}
      <button type="button" aria-label={`Remove ${name}`} onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}
