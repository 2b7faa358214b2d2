import { useState } from 'react'
import type { User } from '../api/types.ts'
import { best } from '../completion/completions.ts'
import { StatusEmoji } from '../emoji/any-emoji.tsx'
import { Avatar } from '../people/avatar.tsx'
import { openCard } from '../people/open-card.ts'
import { PresenceDot, presenceOf, useNow } from '../people/presence.tsx'
import { store, useChat } from '../state/store.ts'

const mostShown = 200
const rank = { active: 0, idle: 1, offline: 2 }

/** Everyone here, those who are around first. */
export function PeopleList() {
  const people = useChat((state) => state.people)
  const presences = useChat((state) => state.presences)
  const [query, setQuery] = useState('')
  const now = useNow()
  const state = store.getState()
  const active = [...people.values()].filter(({ is_active, is_bot }) => is_active && !is_bot)
  const place = (person: User) => rank[presenceOf({ ...state, presences }, person.user_id, now)]
  const sorted = active
    .map((person) => ({ person, place: place(person) }))
    .sort((a, b) => a.place - b.place || a.person.full_name.localeCompare(b.person.full_name))
    .map(({ person }) => person)
  const shown = best(sorted, query, ({ full_name }) => full_name).slice(0, mostShown)
  return (
    <aside className="people-list" aria-label="People">
      <input
        className="people-filter"
        type="search"
        placeholder={active.length > 1 ? `Find among ${active.length} people` : 'Find people'}
        aria-label="Find people"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul>
        {shown.map(({ user_id, full_name }) => (
          <li key={user_id}>
            <button type="button" className="sidebar-row direct-row" onClick={(event) => openCard(user_id, event.currentTarget)}>
              <span className="direct-avatar">
                <Avatar userId={user_id} size={24} />
                <PresenceDot userId={user_id} />
              </span>
              <span className="truncate">
                {full_name}
                {user_id === state.me && ' (you)'}
              </span>
              <StatusEmoji userId={user_id} />
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}
