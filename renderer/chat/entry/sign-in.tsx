import { useState } from 'react'
import { Button, Notice, TextField, useSubmit } from '../../ui/index.ts'
import { signIn } from '../api/session.ts'
import { EntryPage } from './entry-page.tsx'
import { PasswordField } from './password-field.tsx'

export function SignInPage({ organization, onSignedIn }: { organization: string; onSignedIn: () => void }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, problem, submit } = useSubmit(() => signIn(email.trim(), password), onSignedIn)
  return (
    <EntryPage title={`Sign in to ${organization}`}>
      <form onSubmit={submit}>
        {problem && <Notice kind="problem">{problem}</Notice>}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField label="Password" value={password} onChange={setPassword} />
        <Button look="primary" size="l" type="submit" busy={busy}>
          Sign in
        </Button>
      </form>
      <p className="field-note">No account yet? Ask somebody who is in for an invitation link.</p>
    </EntryPage>
  )
}
