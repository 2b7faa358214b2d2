import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { Button, Notice, showToast, TextField, useSubmit } from '../../../ui/index.ts'
import { leave } from '../../actions/leave.ts'
import { changeSettings, fetchApiKey } from '../../api/people.ts'
import { useChat } from '../../state/store.ts'
import { ApiKey } from './api-key.tsx'

/** Password, the key for other programs, signing out. */
export function AccountSettings() {
  return (
    <>
      <PasswordForm />
      <ApiKeyForm />
      <section className="form-section">
        <h3>This device</h3>
        <div className="form-actions">
          <Button icon={LogOut} onClick={leave}>
            Sign out
          </Button>
        </div>
      </section>
    </>
  )
}

function PasswordForm() {
  const [before, setBefore] = useState('')
  const [next, setNext] = useState('')
  const { busy, problem, submit } = useSubmit(
    () => changeSettings({ old_password: before, new_password: next }),
    () => {
      setBefore('')
      setNext('')
      showToast('Your password is changed.')
    },
  )
  return (
    <form className="form-section" onSubmit={submit}>
      <h3>Password</h3>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <TextField
        label="Current password"
        type="password"
        autoComplete="current-password"
        value={before}
        onChange={(event) => setBefore(event.target.value)}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <div className="form-actions">
        <Button type="submit" busy={busy} disabled={!before || !next}>
          Change password
        </Button>
      </div>
    </form>
  )
}

function ApiKeyForm() {
  const me = useChat((state) => state.people.get(state.me))
  const [password, setPassword] = useState('')
  const [key, setKey] = useState<string>()
  const { busy, problem, submit } = useSubmit(
    async () => setKey(await fetchApiKey(password)),
    () => setPassword(''),
  )
  const email = me?.delivery_email ?? me?.email ?? ''
  return (
    <form className="form-section" onSubmit={submit}>
      <h3>Use from other programs</h3>
      <p className="form-lead">
        Zulip's mobile app, terminal client and scripts sign in with an API key. Whoever has it can read and write as you.
      </p>
      {problem && <Notice kind="problem">{problem}</Notice>}
      {key ? (
        <ApiKey email={email} apiKey={key} />
      ) : (
        <>
          <TextField
            label="Your password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <div className="form-actions">
            <Button type="submit" busy={busy} disabled={!password}>
              Show my API key
            </Button>
          </div>
        </>
      )}
    </form>
  )
}
