import { useCallback, useEffect, useState } from 'react'
import { Button, Spinner, Toasts } from '../ui/index.ts'
import { startChat } from './actions/start.ts'
import { NoAnswer, RequestFailed } from './api/request.ts'
import { findSession, type Session } from './api/session.ts'
import { openDialog } from './dialogs/open.ts'
import { EntryPage } from './entry/entry-page.tsx'
import { JoinPage } from './entry/join.tsx'
import { NeedsSetupPage } from './entry/needs-setup.tsx'
import { SetupPage } from './entry/setup.tsx'
import { SignInPage } from './entry/sign-in.tsx'
import { startNavigation } from './navigation.ts'
import { Chat } from './shell/chat.tsx'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { useChat } from './state/store.ts'

/** Which page the address and the session ask for. */
export function App() {
  const [session, setSession] = useState<Session>()
  const [problem, setProblem] = useState<Error>()
  const find = useCallback(() => {
    setProblem(undefined)
    findSession().then(setSession, setProblem)
  }, [])
  useEffect(find, [find])

  return (
    <>
      {problem ? <Trouble problem={problem} onRetry={find} /> : session ? <Door session={session} /> : <Wait />}
      <Toasts />
    </>
  )
}

function Door({ session }: { session: Session }) {
  const { pathname, search } = location
  const setupToken = pathname.startsWith('/setup') ? new URLSearchParams(search).get('token') : null
  const joinToken = pathname.match(/^\/join\/([^/]+)/)?.[1]
  const minLength = session.password_min_length

  if (session.realm_name === null) {
    if (setupToken === null) return <NeedsSetupPage />
    return <SetupPage token={setupToken} minLength={minLength} onSignedIn={() => enter('#invite')} />
  }
  if (joinToken) return <JoinPage token={joinToken} minLength={minLength} onSignedIn={() => enter()} />
  if (session.user) {
    if (pathname !== '/' && pathname !== '/desktop_home/') history.replaceState(null, '', `/${location.hash}`)
    return <SignedIn />
  }
  // the desktop app takes an address that ends in /login/ for "signed out"
  if (!pathname.endsWith('/login/')) history.replaceState(null, '', `/login/${location.hash}`)
  return <SignInPage organization={session.realm_name} onSignedIn={() => enter(location.hash)} />
}

/** A new page, so that nothing of whoever was here before is left in memory. */
function enter(hash = ''): void {
  location.assign(`/${hash}`)
}

function SignedIn() {
  const ready = useChat((state) => state.ready)
  const [problem, setProblem] = useState<Error>()
  const start = useCallback(() => {
    setProblem(undefined)
    const isNewOrganization = location.hash === '#invite'
    startChat(() => location.assign(`/login/${location.hash}`)).then(() => {
      startNavigation()
      if (isNewOrganization) openDialog({ kind: 'invite' })
    }, setProblem)
  }, [])
  useEffect(start, [start])
  if (problem) return <Trouble problem={problem} onRetry={start} />
  if (!ready) return <Wait />
  return (
    <ErrorBoundary fallback={<Trouble problem={new Error('A part of the page failed.')} onRetry={() => location.reload()} />}>
      <Chat />
    </ErrorBoundary>
  )
}

function Wait() {
  return (
    <div className="entry-wait">
      <Spinner size={28} label="Loading" />
    </div>
  )
}

function Trouble({ problem, onRetry }: { problem: Error; onRetry: () => void }) {
  useEffect(() => console.error(problem), [problem])
  const { title, lead } = troubleFor(problem)
  return (
    <EntryPage title={title} lead={lead}>
      <Button look="primary" onClick={onRetry}>
        Try again
      </Button>
    </EntryPage>
  )
}

function troubleFor(problem: Error): { title: string; lead: string } {
  if (problem instanceof NoAnswer)
    return { title: 'The server cannot be reached', lead: 'It may be starting, or you may be on another network.' }
  if (problem instanceof RequestFailed) return { title: 'The server refused', lead: problem.message }
  return {
    title: 'Something went wrong here',
    lead: `Loading the page again may help. For those who look after Landline: ${problem.message}`,
  }
}
