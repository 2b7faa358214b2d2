import { AtSign, Mail, MessageCircle, Search } from 'lucide-react'
import { Button, copyText, Popover, showToast } from '../../ui/index.ts'
import type { User } from '../api/types.ts'
import { insertIntoCompose } from '../compose/open.ts'
import { openDialog } from '../dialogs/open.ts'
import { AnyEmoji } from '../emoji/any-emoji.tsx'
import { directNarrow } from '../narrow/narrow.ts'
import { goToNarrow } from '../navigation.ts'
import { useChat } from '../state/store.ts'
import { Avatar } from './avatar.tsx'
import { closeCard, useCard } from './open-card.ts'
import { PresenceDot, PresenceText } from './presence.tsx'
import { roleName } from './roles.ts'

/** Who somebody is, and what one may do about it. Rendered once; `openCard` fills it. */
export function CardHost() {
  const { userId, anchor } = useCard()
  const person = useChat(({ people }) => (userId === undefined ? undefined : people.get(userId)))
  if (userId === undefined || !anchor) return null
  return (
    <Popover anchor={anchor} onClose={closeCard} label="Person" side="right">
      {person ? <Card person={person} /> : <div className="card">This person is not known here.</div>}
    </Popover>
  )
}

function Card({ person }: { person: User }) {
  const { user_id: userId, full_name, is_bot, is_active, role, timezone, delivery_email: email } = person
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  return (
    <div className="card">
      <Avatar userId={userId} size={72} />
      <div className="card-name">
        <h2>{full_name}</h2>
        <PresenceDot userId={userId} />
      </div>
      <p className="card-facts">
        {is_bot ? 'Bot' : roleName(role)}
        {!is_active && ', deactivated'}
        {!is_bot && is_active && (
          <>
            {' · '}
            <PresenceText userId={userId} />
          </>
        )}
      </p>
      <StatusLine userId={userId} />
      {timezone && !is_bot && <p className="card-facts">{localTime(timezone, clock24)} local time</p>}
      {email && (
        <button type="button" className="card-email" title="Copy" onClick={() => copyEmail(email)}>
          <Mail size={14} aria-hidden /> {email}
        </button>
      )}
      <CardActions person={person} />
    </div>
  )
}

function StatusLine({ userId }: { userId: number }) {
  const status = useChat(({ statuses }) => statuses.get(userId))
  if (!status?.status_text && !status?.emoji_code) return null
  const { emoji_code, emoji_name = '', reaction_type = 'unicode_emoji', status_text } = status
  return (
    <p className="card-status">
      {emoji_code && <AnyEmoji code={emoji_code} name={emoji_name} type={reaction_type} />} {status_text}
    </p>
  )
}

function CardActions({ person: { user_id: userId, full_name, is_active } }: { person: User }) {
  const isMe = useChat(({ me }) => me === userId)
  return (
    <div className="card-actions">
      {isMe && (
        <>
          <Button size="s" onClick={() => then(() => openDialog({ kind: 'status' }))}>
            Set a status
          </Button>
          <Button size="s" onClick={() => then(() => openDialog({ kind: 'settings', tab: 'profile' }))}>
            Edit profile
          </Button>
        </>
      )}
      {!isMe && is_active && (
        <>
          <Button size="s" look="primary" icon={MessageCircle} onClick={() => then(() => goToNarrow(directNarrow([userId])))}>
            Message
          </Button>
          <Button size="s" icon={AtSign} onClick={() => then(() => insertIntoCompose(`@**${full_name}|${userId}** `))}>
            Mention
          </Button>
        </>
      )}
      <Button
        size="s"
        look="quiet"
        icon={Search}
        onClick={() => then(() => goToNarrow([{ operator: 'sender', operand: userId }]))}
      >
        {isMe ? 'Your messages' : 'Their messages'}
      </Button>
    </div>
  )
}

function then(action: () => void): void {
  closeCard()
  action()
}

function copyEmail(email: string): void {
  void copyText(email).then(() => showToast('E-mail address copied.'))
}

function localTime(timeZone: string, clock24: boolean | null): string {
  const hours = clock24 === null ? {} : { hourCycle: clock24 ? ('h23' as const) : ('h12' as const) }
  try {
    return new Intl.DateTimeFormat(undefined, { timeZone, hour: 'numeric', minute: '2-digit', ...hours }).format()
  } catch {
    return timeZone // a zone that this browser does not know
  }
}
