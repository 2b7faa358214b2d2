import { useState } from 'react'
import type { Control, Invitation, RoleName, Status } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, CopyField, Dialog, Notice, SelectField } from '../../ui/index.ts'
import { onDay } from '../../ui/words.ts'
import { QrCode } from '../qr-code.tsx'
import { roleNames, roles } from './roles.ts'

interface InviteDialogProps {
  readonly control: Control
  readonly status: Status
  readonly onClose: () => void
  readonly onInvited: () => Promise<void>
}

/** Makes a link that lets people join by themselves. */
export function InviteDialog({ control, status, onClose, onInvited }: InviteDialogProps) {
  const [role, setRole] = useState<RoleName>('member')
  const [daysValid, setDaysValid] = useState('10')
  const [invitation, setInvitation] = useState<Invitation>()
  const { busy, run } = useWork()
  const invite = () =>
    run('invite', async () => {
      setInvitation(await control.invitations.create({ role, daysValid: daysValid === 'never' ? null : Number(daysValid) }))
      await onInvited()
    })
  return (
    <Dialog
      title="Invite people"
      onClose={onClose}
      footer={
        invitation ? (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <Button look="primary" busy={busy !== undefined} onClick={invite}>
            Make a link
          </Button>
        )
      }
    >
      {!status.openToNetwork && (
        <Notice kind="warning" title="Only this computer can reach Landline.">
          Open it to the network first, on the Status page: the link then has an address that others reach.
        </Notice>
      )}
      {invitation ? (
        <InvitationToHandOut invitation={invitation} />
      ) : (
        <>
          <p>Whoever has the link can join with a name, an e-mail address and a password of their own.</p>
          <SelectField
            label="They join as"
            value={role}
            hint={`May ${roles[role].may}.`}
            onChange={(event) => setRole(event.target.value as RoleName)}
          >
            {roleNames.map((each) => (
              <option key={each} value={each}>
                {roles[each].title}
              </option>
            ))}
          </SelectField>
          <SelectField label="The link works for" value={daysValid} onChange={(event) => setDaysValid(event.target.value)}>
            <option value="1">One day</option>
            <option value="10">Ten days</option>
            <option value="30">Thirty days</option>
            <option value="never">Until you revoke it</option>
          </SelectField>
        </>
      )}
    </Dialog>
  )
}

export function InvitationToHandOut({ invitation: { link, role, expiresAt } }: { invitation: Invitation }) {
  return (
    <div className="invitation">
      <QrCode value={link} label="QR code of the invitation link" />
      <div className="invitation-words">
        <CopyField label="Invitation link" value={link} />
        <p className="hint">
          For a new {roles[role].title.toLowerCase()}.{' '}
          {expiresAt === null ? 'Works until you revoke it.' : `Works until ${onDay(expiresAt)}.`}
        </p>
      </div>
    </div>
  )
}
