import { AtSign, Mail, MessageCircle, Search, UserX } from 'lucide-react'
import { Button, copyText, Popover, showToast } from '../../ui/index.ts'
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
  if (userId === undefined || !anchor) return null
  return (
    <Popover anchor={anchor} onClose={closeCard} label="Person" side="right">
      <Card userId={userId} />
    </Popover>
  )
}

function Card({ userId }: { userId: number }) {
  const person = useChat(({ people }) => people.get(userId))
  const status = useChat(({ statuses }) => statuses.get(userId))
  const isMe = useChat(({ me }) => me === userId)
  const clock24 = useChat(({ settings }) => settings.twenty_four_hour_time)
  if (!person) return <div className="card card-empty">This person is not known here.</div>
  const email = person.delivery_email

  return (
    <div className="card">
      <Avatar userId={userId} size={72} />
      <div className="card-name">
        <h2>{person.full_name}</h2>
        <PresenceDot userId={userId} />
      </div>
      <p className="card-facts">
        {person.is_bot ? 'Bot' : roleName(person.role)}
        {!person.is_active && ', deactivated'}
        {!person.is_bot && person.is_active && (
          <>
            {' · '}
            <PresenceText userId={userId} />
          </>
        )}
      </p>
      {(status?.status_text || status?.emoji_code) && (
        <p className="card-status">
          {status.emoji_code && (
            <AnyEmoji code={status.emoji_code} name={status.emoji_name ?? ''} type={status.reaction_type ?? 'unicode_emoji'} />
          )}{' '}
          {status.status_text}
        </p>
      )}
      {person.timezone && !person.is_bot && <p className="card-facts">{localTime(person.timezone, clock24)} local time</p>}
      {email && (
        <button
          type="button"
          className="card-email"
          title="Copy"
          onClick={() => copyText(email).then(() => showToast('E-mail address copied.'))}
        >
          <Mail size={14} aria-hidden /> {email}
        </button>
      )}
      <div className="card-actions">
        {isMe ? (
          <>
            <Button size="s" onClick={() => done(() => openDialog({ kind: 'status' }))}>
              Set a status
            </Button>
            <Button size="s" onClick={() => done(() => openDialog({ kind: 'settings', tab: 'profile' }))}>
              Edit profile
            </Button>
          </>
        ) : (
          <>
            {person.is_active && (
              <Button size="s" look="primary" icon={MessageCircle} onClick={() => done(() => goToNarrow(directNarrow([userId])))}>
                Message
              </Button>
            )}
            {person.is_active && (
              <Button size="s" icon={AtSign} onClick={() => done(() => insertIntoCompose(`@**${person.full_name}|${userId}** `))}>
                Mention
              </Button>
            )}
          </>
        )}
        <Button
          size="s"
          look="quiet"
          icon={person.is_active ? Search : UserX}
          onClick={() => done(() => goToNarrow([{ operator: 'sender', operand: userId }]))}
        >
          Their messages
        </Button>
      </div>
    </div>
  )
}

function done(action: () => void): void {
  closeCard()
  action()
}

function localTime(timeZone: string, clock24: boolean | null): string {
  const hours = clock24 === null ? {} : { hourCycle: clock24 ? ('h23' as const) : ('h12' as const) }
  try {
    return new Intl.DateTimeFormat(undefined, { timeZone, hour: 'numeric', minute: '2-digit', ...hours }).format()
  } catch {
    return timeZone // a zone that this browser does not know
  }
}
