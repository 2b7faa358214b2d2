import { useState } from 'react'
import { Button, CopyField, Dialog, Notice, SelectField, useSubmit } from '../../ui/index.ts'
import { createInviteLink } from '../api/people.ts'
import { isAdmin, Role } from '../people/roles.ts'
import { useChat } from '../state/store.ts'

const expiries: [label: string, minutes: number | null][] = [
  ['in a day', 1440],
  ['in a week', 10_080],
  ['in a month', 43_200],
  ['never', null],
]

const isOnlyForThisComputer = (link: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(link).hostname)

/** Makes a link that lets people join, to be passed on by whatever way one likes. */
export default function Invite({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState<number>(Role.member)
  const [expiry, setExpiry] = useState(1)
  const [link, setLink] = useState<string>()
  const { busy, problem, submit } = useSubmit(async () => setLink(await createInviteLink(role, expiries[expiry]![1], [])))
  return (
    <Dialog title="Invite people" onClose={onClose} size="m">
      <form className="form" onSubmit={submit}>
        {problem && <Notice kind="problem">{problem}</Notice>}
        {link && isOnlyForThisComputer(link) && (
          <Notice kind="warning" title="Only this computer can open this link.">
            An owner can open Landline to the network, on the Status page of its settings. Links made after that work for others.
          </Notice>
        )}
        {link ? (
          <CopyField
            label="Invitation link"
            value={link}
            hint="Send it to the people you want here. Everyone who has the link can join."
          />
        ) : (
          <p className="form-lead">
            Make a link and send it to the people you want here. Whoever opens it chooses a name and a password, and is in.
          </p>
        )}
        <div className="form-row">
          <RoleField role={role} onChange={(chosen) => change(() => setRole(chosen))} />
          <ExpiryField expiry={expiry} onChange={(chosen) => change(() => setExpiry(chosen))} />
        </div>
        <div className="form-actions">
          <Button look={link ? 'plain' : 'primary'} type="submit" busy={busy}>
            {link ? 'Make another link' : 'Make a link'}
          </Button>
        </div>
      </form>
    </Dialog>
  )

  /** A link already made keeps the choices it was made with. */
  function change(choose: () => void): void {
    setLink(undefined)
    choose()
  }
}

function RoleField({ role, onChange }: { role: number; onChange: (role: number) => void }) {
  const mayInviteAbove = useChat(({ people, me }) => isAdmin(people.get(me)?.role))
  return (
    <SelectField label="They join as" value={role} onChange={(event) => onChange(Number(event.target.value))}>
      <option value={Role.member}>Members</option>
      <option value={Role.guest}>Guests, who see only channels they are added to</option>
      {mayInviteAbove && <option value={Role.moderator}>Moderators</option>}
      {mayInviteAbove && <option value={Role.admin}>Administrators</option>}
    </SelectField>
  )
}

function ExpiryField({ expiry, onChange }: { expiry: number; onChange: (expiry: number) => void }) {
  return (
    <SelectField label="The link expires" value={expiry} onChange={(event) => onChange(Number(event.target.value))}>
      {expiries.map(([label], index) => (
        <option key={label} value={index}>
          {label}
        </option>
      ))}
    </SelectField>
  )
}
