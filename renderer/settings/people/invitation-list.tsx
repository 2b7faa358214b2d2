import { Link2, QrCode as QrIcon, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Control, Invitation } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, copyText, Dialog, IconButton, showToast } from '../../ui/index.ts'
import { onDay } from '../../ui/words.ts'
import { Card } from '../card.tsx'
import { InvitationToHandOut } from './invite-dialog.tsx'
import { roles } from './roles.ts'

interface InvitationListProps {
  readonly invitations: readonly Invitation[]
  readonly control: Control
  readonly onChange: () => Promise<void>
}

/** Links that still work; nothing where there are none. */
export function InvitationList({ invitations, control, onChange }: InvitationListProps) {
  const [shown, setShown] = useState<Invitation>()
  const { busy, run } = useWork()
  if (invitations.length === 0) return null
  const revoke = ({ id }: Invitation) => run('revoke', () => control.invitations.revoke({ id }).then(onChange))
  return (
    <Card title="Open invitations" hint="Anybody with one of these links can join.">
      <ul className="people">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="person">
            <span className="initials" aria-hidden>
              <Link2 size={18} />
            </span>
            <div className="person-words">
              <span className="person-name truncate">
                {invitation.email ?? `Link for a new ${roles[invitation.role].title.toLowerCase()}`}
              </span>
              <span className="hint truncate">
                By {invitation.invitedBy},{' '}
                {invitation.expiresAt === null ? 'works until revoked' : `works until ${onDay(invitation.expiresAt)}`}
              </span>
            </div>
            <Button size="s" onClick={() => copyText(invitation.link).then(() => showToast('Copied the link'))}>
              Copy link
            </Button>
            <IconButton icon={QrIcon} label="Show QR code" onClick={() => setShown(invitation)} />
            <IconButton icon={Trash2} label="Revoke" disabled={busy !== undefined} onClick={() => revoke(invitation)} />
          </li>
        ))}
      </ul>
      {shown && (
        <Dialog title="Invitation" onClose={() => setShown(undefined)}>
          <InvitationToHandOut invitation={shown} />
        </Dialog>
      )}
    </Card>
  )
}
