import { useEffect, useState } from 'react'
import { Button, Spinner } from '../../ui/index.ts'
import { NoAnswer } from '../api/request.ts'
import { acceptInvitation, findInvitation, type Invitation } from '../api/session.ts'
import { EntryPage } from './entry-page.tsx'
import { PersonForm } from './person-form.tsx'

interface JoinPageProps {
  token: string
  minLength: number
  onSignedIn: () => void
}

/** What an invitation link opens: a name, an address, a password, and one is in. */
export function JoinPage({ token, minLength, onSignedIn }: JoinPageProps) {
  const [invitation, setInvitation] = useState<Invitation>()
  const [problem, setProblem] = useState<Error>()
  useEffect(() => {
    findInvitation(token).then(setInvitation, setProblem)
  }, [token])

  if (problem) {
    const lost = problem instanceof NoAnswer
    return (
      <EntryPage title={lost ? 'No connection' : 'This invitation cannot be used'} lead={problem.message}>
        <p className="entry-lead">
          {lost
            ? 'Check that you are on the same network, then load this page again.'
            : 'Ask the person who sent it for a new link.'}
        </p>
        <Button onClick={() => location.assign('/login/')}>I have an account already</Button>
      </EntryPage>
    )
  }
  if (!invitation) return <div className="entry-wait">{<Spinner label="Loading" />}</div>
  return <JoinForm token={token} invitation={invitation} minLength={minLength} onSignedIn={onSignedIn} />
}

function JoinForm({ token, invitation, minLength, onSignedIn }: JoinPageProps & { invitation: Invitation }) {
  return (
    <EntryPage title={`Join ${invitation.realm_name}`} lead={invitation.invited_by && `${invitation.invited_by} invited you.`}>
      <PersonForm
        email={invitation.email}
        minLength={minLength}
        send={(person) => acceptInvitation(token, person)}
        onDone={onSignedIn}
      >
        {(busy) => (
          <Button look="primary" size="l" type="submit" busy={busy}>
            Join
          </Button>
        )}
      </PersonForm>
    </EntryPage>
  )
}
