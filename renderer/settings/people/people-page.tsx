import { UserPlus } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Control, Invitation, Person, Status } from '../../../server/control/contract.ts'
import { Button, Notice, Spinner } from '../../ui/index.ts'
import { count } from '../../ui/words.ts'
import { Card } from '../card.tsx'
import { InvitationList } from './invitation-list.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { PersonRow } from './person-row.tsx'

/** Who is here, in which role, and who may still come. */
export function PeoplePage({ control, status }: { control: Control; status: Status }) {
  const [people, setPeople] = useState<readonly Person[]>()
  const [invitations, setInvitations] = useState<readonly Invitation[]>([])
  const [isInviting, setIsInviting] = useState(false)
  const [wanted, setWanted] = useState('')
  const reload = useCallback(async () => {
    const [everyone, open] = await Promise.all([control.users.list(), control.invitations.list()])
    setPeople(everyone)
    setInvitations(open)
  }, [control])
  // The number of people is how we hear that somebody joined.
  useEffect(() => void reload().catch(() => {}), [reload, status.people.active])

  if (!status.organization) {
    return (
      <Notice action={<a href="#status">Go to Status</a>}>There is nobody yet: the organization has to be set up first.</Notice>
    )
  }
  if (!people) return <Spinner />
  const humans = people.filter(({ isBot }) => !isBot)
  const found = people.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted.toLowerCase()))
  return (
    <>
      <Card
        title={count(humans.filter(({ isActive }) => isActive).length, 'person', 'people')}
        action={
          <Button look="primary" icon={UserPlus} onClick={() => setIsInviting(true)}>
            Invite…
          </Button>
        }
      >
        {people.length > 8 && (
          <input
            type="search"
            className="input"
            placeholder="Find by name or address"
            aria-label="Find people"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        )}
        <ul className="people">
          {found.map((person) => (
            <PersonRow key={person.userId} person={person} control={control} onChange={reload} />
          ))}
        </ul>
        {found.length === 0 && <p className="hint">Nobody here is called that.</p>}
      </Card>
      <InvitationList invitations={invitations} control={control} onChange={reload} />
      {isInviting && <InviteDialog control={control} status={status} onClose={() => setIsInviting(false)} onInvited={reload} />}
    </>
  )
}
