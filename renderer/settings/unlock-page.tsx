import { useState } from 'react'
import { isRestartExpected } from '../restore/expected-restart.ts'
import { Button, Notice, TextField, useSubmit } from '../ui/index.ts'

interface UnlockPageProps {
  readonly wasOpen: boolean
  readonly onUnlock: (email: string, password: string) => Promise<void>
}

const restored =
  'Landline restarts for the restore. Sign in once more to see how it went, with the password that you had at that time.'

/** The door, for a browser: the page can do everything the owner can, so it asks who is there each time. */
export function UnlockPage({ wasOpen, onUnlock }: UnlockPageProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, problem, submit } = useSubmit(() => onUnlock(email, password))
  return (
    <main className="door">
      <form className="card door-card" onSubmit={submit}>
        <img src={new URL('../../resources/icons/icon.svg', import.meta.url).href} alt="" width={56} height={56} />
        <h1>Landline Settings</h1>
        <p className="hint">For owners of this organization. You are asked each time, also when you are signed in to the chat.</p>
        {wasOpen && !problem && (
          <Notice>{isRestartExpected() ? restored : 'Landline restarted or stopped. Sign in once more to go on.'}</Notice>
        )}
        {problem && <Notice kind="problem">{problem}</Notice>}
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          Open settings
        </Button>
      </form>
    </main>
  )
}
