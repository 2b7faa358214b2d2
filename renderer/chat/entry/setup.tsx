import { type FormEvent, useState } from 'react'
import { Button, Notice, TextField } from '../../ui/index.ts'
import { setUp } from '../api/session.ts'
import { useSubmit } from '../dialogs/use-submit.ts'
import { EntryPage } from './entry-page.tsx'
import { PasswordField } from './password-field.tsx'

interface SetupPageProps {
  token: string
  minLength: number
  onSignedIn: () => void
}

/** The first visit: name the organization, then oneself. */
export function SetupPage({ token, minLength, onSignedIn }: SetupPageProps) {
  const [organization, setOrganization] = useState('')
  const [named, setNamed] = useState(false)
  if (!named) return <OrganizationStep name={organization} onChange={setOrganization} onDone={() => setNamed(true)} />
  return (
    <OwnerStep
      organization={organization.trim()}
      token={token}
      minLength={minLength}
      onBack={() => setNamed(false)}
      onSignedIn={onSignedIn}
    />
  )
}

function Steps({ at }: { at: 1 | 2 }) {
  return (
    <div className="entry-steps" role="img" aria-label={`Step ${at} of 2`}>
      <span className="done" />
      <span className={at === 2 ? 'done' : undefined} />
    </div>
  )
}

function OrganizationStep({ name, onChange, onDone }: { name: string; onChange: (name: string) => void; onDone: () => void }) {
  const next = (event: FormEvent) => {
    event.preventDefault()
    onDone()
  }
  return (
    <EntryPage title="Welcome to Landline" lead="Your team's own chat server is running. What shall your organization be called?">
      <Steps at={1} />
      <form onSubmit={next}>
        <TextField
          label="Organization"
          placeholder="Acme"
          hint="The name of your company, club or family. You can change it later."
          required
          autoFocus
          maxLength={40}
          value={name}
          onChange={(event) => onChange(event.target.value)}
        />
        <Button look="primary" size="l" type="submit" disabled={!name.trim()}>
          Continue
        </Button>
      </form>
    </EntryPage>
  )
}

function OwnerStep({
  organization,
  token,
  minLength,
  onBack,
  onSignedIn,
}: SetupPageProps & { organization: string; onBack: () => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, problem, submit } = useSubmit(
    () => setUp({ token, organization, full_name: name.trim(), email: email.trim(), password }),
    onSignedIn,
  )
  return (
    <EntryPage title="And who are you?" lead={`You will own ${organization}: you decide who joins and how it runs.`}>
      <Steps at={2} />
      <form onSubmit={submit}>
        {problem && <Notice kind="problem">{problem}</Notice>}
        <TextField
          label="Your name"
          autoComplete="name"
          required
          autoFocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          hint="To sign in with. It stays on this server."
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          label="Choose a password"
          value={password}
          onChange={setPassword}
          judgeAgainst={[name, email, organization]}
          minLength={minLength}
        />
        <div className="entry-actions">
          <Button size="l" look="quiet" onClick={onBack}>
            Back
          </Button>
          <Button look="primary" size="l" type="submit" busy={busy}>
            Create {organization}
          </Button>
        </div>
      </form>
    </EntryPage>
  )
}
