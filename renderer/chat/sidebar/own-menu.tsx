import { ChevronDown, CircleHelp, LogOut, Settings, Smile, UserPlus, UserRound } from 'lucide-react'
import { useRef, useState } from 'react'
import { Menu } from '../../ui/index.ts'
import { leave } from '../actions/leave.ts'
import { openDialog } from '../dialogs/open.ts'
import { StatusEmoji } from '../emoji/any-emoji.tsx'
import { Avatar } from '../people/avatar.tsx'
import { PresenceDot } from '../people/presence.tsx'
import { isMember } from '../people/roles.ts'
import { useChat } from '../state/store.ts'

/** The organization's name and, behind it, everything about oneself. */
export function OwnMenu() {
  const name = useChat(({ organization }) => organization.realm_name)
  const me = useChat((state) => state.people.get(state.me))
  const mayInvite = isMember(me?.role)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (!me) return null
  return (
    <div className="own-menu">
      <button
        ref={button}
        type="button"
        className="own-menu-button"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="own-menu-avatar">
          <Avatar userId={me.user_id} size={34} />
          <PresenceDot userId={me.user_id} />
        </span>
        <span className="own-menu-text">
          <strong className="truncate">{name}</strong>
          <span className="truncate">
            {me.full_name} <StatusEmoji userId={me.user_id} />
          </span>
        </span>
        <ChevronDown size={16} aria-hidden />
      </button>
      {open && button.current && (
        <Menu
          anchor={button.current}
          onClose={() => setOpen(false)}
          label="Your account"
          items={[
            { label: 'Set a status', icon: Smile, onSelect: () => openDialog({ kind: 'status' }) },
            { label: 'Your profile', icon: UserRound, onSelect: () => openDialog({ kind: 'settings', tab: 'profile' }) },
            { label: 'Settings', icon: Settings, onSelect: () => openDialog({ kind: 'settings', tab: 'preferences' }) },
            null,
            mayInvite && { label: 'Invite people', icon: UserPlus, onSelect: () => openDialog({ kind: 'invite' }) },
            { label: 'Keyboard shortcuts', icon: CircleHelp, shortcut: '?', onSelect: () => openDialog({ kind: 'shortcuts' }) },
            null,
            { label: 'Sign out', icon: LogOut, onSelect: () => void leave() },
          ]}
        />
      )}
    </div>
  )
}
