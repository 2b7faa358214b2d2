import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { Field } from '../../ui/index.ts'
import { best } from '../compose/completions.ts'
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
  const [at, setAt] = useState(0)
  const listId = useId()
  const free = [...people.values()].filter(
    ({ is_active, user_id }) => is_active && !chosen.includes(user_id) && !exclude.includes(user_id),
  )
  const offers = focused ? best(free, query, ({ full_name }) => full_name).slice(0, most) : []
  const add = (userId: number | undefined) => {
    if (userId === undefined) return
    onChange([...chosen, userId])
    setQuery('')
    setAt(0)
  }
  return (
    <Field label={label}>
      {(described) => (
        <div className="people-picker input">
          {chosen.map((id) => (
            <span key={id} className="people-chip">
              <Avatar userId={id} size={18} />
              {people.get(id)?.full_name}
              <button
                type="button"
                aria-label={`Remove ${people.get(id)?.full_name}`}
                onClick={() => onChange(chosen.filter((other) => other !== id))}
              >
                <X size={13} aria-hidden />
              </button>
            </span>
          ))}
          <input
            {...described}
            data-autofocus={autoFocus || undefined}
            autoComplete="off"
            role="combobox"
            aria-expanded={offers.length > 0}
            aria-controls={listId}
            placeholder={chosen.length === 0 ? 'Type a name' : ''}
            value={query}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onChange={(event) => {
              setQuery(event.target.value)
              setAt(0)
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setAt(Math.min(at + 1, offers.length - 1))
              else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
              else if (event.key === 'Enter' && (query || offers.length === 0)) query && add(offers[at]?.user_id)
              else if (event.key === 'Backspace' && query === '') return onChange(chosen.slice(0, -1))
              else return
              if (event.key !== 'Enter' || query) event.preventDefault()
            }}
          />
          {offers.length > 0 && (
            <div id={listId} className="people-offers" role="listbox" aria-label={label}>
              {offers.map(({ user_id, full_name, delivery_email }, index) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
                // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys and Enter do it from the field
                <div
                  key={user_id}
                  role="option"
                  aria-selected={index === at}
                  className={index === at ? 'completion completion-chosen' : 'completion'}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => add(user_id)}
                >
                  <Avatar userId={user_id} size={22} />
                  <span>{full_name}</span>
                  <span className="completion-detail truncate">{delivery_email}</span>
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </Field>
  )
}
