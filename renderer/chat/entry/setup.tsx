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

/** The first visit: name the organization, then oneself. What was typed survives going back. */
export function SetupPage({ token, minLength, onSignedIn }: SetupPageProps) {
  const [step, setStep] = useState<1 | 2>(1)
  const [organization, setOrganization] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, problem, submit } = useSubmit(
    () => setUp({ token, organization: organization.trim(), full_name: name.trim(), email: email.trim(), password }),
    onSignedIn,
  )
  const steps = (
    <div className="entry-steps" role="img" aria-label={`Step ${step} of 2`}>
      <span className="done" />
      <span className={step === 2 ? 'done' : undefined} />
    </div>
  )

  if (step === 1) {
    const next = (event: FormEvent) => {
      event.preventDefault()
      setStep(2)
    }
    return (
      <EntryPage
        title="Welcome to Landline"
        lead="Your team's own chat server is running. What shall your organization be called?"
      >
        {steps}
        <form onSubmit={next}>
          <TextField
            label="Organization"
            placeholder="Acme"
            hint="The name of your company, club or family. You can change it later."
            required
            autoFocus
            maxLength={40}
            value={organization}
            onChange={(event) => setOrganization(event.target.value)}
          />
          <Button look="primary" size="l" type="submit" disabled={!organization.trim()}>
            Continue
          </Button>
        </form>
      </EntryPage>
    )
  }
  return (
    <EntryPage title="And who are you?" lead={`You will own ${organization.trim()}: you decide who joins and how it runs.`}>
      {steps}
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
          <Button size="l" look="quiet" onClick={() => setStep(1)}>
            Back
          </Button>
          <Button look="primary" size="l" type="submit" busy={busy}>
            Create {organization.trim()}
          </Button>
        </div>
      </form>
    </EntryPage>
  )
}
