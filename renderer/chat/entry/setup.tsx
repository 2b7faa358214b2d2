import { ArchiveRestore } from 'lucide-react'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { Button, Spinner, TextField } from '../../ui/index.ts'
import { setUp } from '../api/session.ts'
import { EntryPage } from './entry-page.tsx'
import { PersonForm } from './person-form.tsx'

// Few come by here more than once, and nobody else should load it.
const RestorePage = lazy(async () => ({ default: (await import('./restore.tsx')).RestorePage }))

interface SetupPageProps {
  token: string
  minLength: number
  onSignedIn: () => void
}

/** The first visit: name the organization, then oneself. */
export function SetupPage({ token, minLength, onSignedIn }: SetupPageProps) {
  const [organization, setOrganization] = useState('')
  const [step, setStep] = useState<'organization' | 'owner' | 'restore'>('organization')
  if (step === 'restore') {
    return (
      <Suspense fallback={<Spinner label="Loading" />}>
        <RestorePage token={token} onBack={() => setStep('organization')} />
      </Suspense>
    )
  }
  if (step === 'organization') {
    return (
      <OrganizationStep
        name={organization}
        onChange={setOrganization}
        onDone={() => setStep('owner')}
        onRestore={() => setStep('restore')}
      />
    )
  }
  return (
    <OwnerStep
      organization={organization.trim()}
      token={token}
      minLength={minLength}
      onBack={() => setStep('organization')}
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

interface OrganizationStepProps {
  readonly name: string
  readonly onChange: (name: string) => void
  readonly onDone: () => void
  readonly onRestore: () => void
}

function OrganizationStep({ name, onChange, onDone, onRestore }: OrganizationStepProps) {
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
      <div className="entry-or">Or, from another computer</div>
      <Button size="l" icon={ArchiveRestore} onClick={onRestore}>
        Restore from a backup
      </Button>
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
  return (
    <EntryPage title="And who are you?" lead={`You will own ${organization}: you decide who joins and how it runs.`}>
      <Steps at={2} />
      <PersonForm
        emailHint="To sign in with. It stays on this server."
        minLength={minLength}
        judgeAgainst={[organization]}
        send={(owner) => setUp({ token, organization, ...owner })}
        onDone={onSignedIn}
      >
        {(busy) => (
          <div className="entry-actions">
            <Button size="l" look="quiet" onClick={onBack}>
              Back
            </Button>
            <Button look="primary" size="l" type="submit" busy={busy}>
              Create {organization}
            </Button>
          </div>
        )}
      </PersonForm>
    </EntryPage>
  )
}
