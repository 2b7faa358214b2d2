import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { classNames } from '../../ui/index.ts'
import { StatusEmoji } from '../emoji/any-emoji.tsx'
import { directKey, directNarrow } from '../narrow/narrow.ts'
import { hrefOfNarrow, isShown, useView } from '../navigation.ts'
import { Avatar } from '../people/avatar.tsx'
import { PresenceDot } from '../people/presence.tsx'
import type { DirectConversation } from '../state/directs.ts'
import { useChat } from '../state/store.ts'
import { useUnreadIn } from '../state/unread-summary.ts'
import { Badge } from './badge.tsx'
import { useDirectTitle } from './direct-title.ts'

const shownAtFirst = 12

/** Conversations with people, the latest first. */
export function DirectList() {
  const directs = useChat((state) => state.directs)
  const [all, setAll] = useState(false)
  const sorted = [...directs.values()].sort((a, b) => b.maxId - a.maxId)
  const shown = all ? sorted : sorted.slice(0, shownAtFirst)
  return (
    <ul>
      {shown.map((direct) => (
        <DirectRow key={directKey(direct.userIds)} direct={direct} />
      ))}
      {sorted.length > shownAtFirst && (
        <li>
          <button type="button" className="sidebar-row topics-more" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `${sorted.length - shown.length} more`}
          </button>
        </li>
      )}
    </ul>
  )
}

function DirectRow({ direct: { userIds } }: { direct: DirectConversation }) {
  useView()
  const narrow = directNarrow(userIds)
  const current = isShown(narrow)
  const title = useDirectTitle(userIds)
  const count = useUnreadIn(directKey(userIds))
  const only = userIds.length === 1 ? userIds[0]! : undefined
  return (
    <li>
      <a
        className={classNames('sidebar-row direct-row', count > 0 && 'topic-unread')}
        href={hrefOfNarrow(narrow)}
        aria-current={current ? 'page' : undefined}
        data-current={current || undefined}
      >
        {only === undefined ? (
          <span className="direct-group">
            <UsersRound size={14} aria-hidden />
          </span>
        ) : (
          <span className="direct-avatar">
            <Avatar userId={only} size={22} />
            <PresenceDot userId={only} />
          </span>
        )}
        <span className="truncate">{title}</span>
        {only !== undefined && <StatusEmoji userId={only} />}
        <Badge count={count} look="strong" />
      </a>
    </li>
  )
}
