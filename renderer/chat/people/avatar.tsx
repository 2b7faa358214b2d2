import './people.css'
import { useState } from 'react'
import { useChat } from '../state/store.ts'
import { initialsOf, tintOf } from './initials.ts'

/** Somebody's picture; their initials on their own colour while there is none. Decorative: the name stands beside it. */
export function Avatar({ userId, size }: { userId: number; size: number }) {
  const person = useChat(({ people }) => people.get(userId))
  const [broken, setBroken] = useState<string>()
  const src = person ? (person.avatar_url ?? `/avatar/${userId}${size > 50 ? '/medium' : ''}`) : undefined
  if (src && broken !== src) {
    return <img className="avatar" src={src} alt="" width={size} height={size} loading="lazy" onError={() => setBroken(src)} />
  }
  return (
    <span
      className="avatar avatar-initials"
      aria-hidden
      style={{ width: size, height: size, fontSize: size * 0.4, background: tintOf(userId) }}
    >
      {initialsOf(person?.full_name ?? '?')}
    </span>
  )
}
