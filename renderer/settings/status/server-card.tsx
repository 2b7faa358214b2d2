import { Phone, PhoneOff, Play, RotateCw, Square, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Control, Status } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { Button, ConfirmDialog, classNames, Spinner } from '../../ui/index.ts'
import { atTime, howLong } from '../../ui/words.ts'
import type { ServerState } from '../desktop-bridge.ts'
import { desktop } from '../line/desktop.ts'
import { serverActions } from '../server-control.ts'

interface ServerCardProps {
  readonly serverState: ServerState | undefined
  readonly status: Status | undefined
  readonly control: Control | undefined
}

/** Whether Landline runs, and the buttons that change it. */
export function ServerCard({ serverState, status, control }: ServerCardProps) {
  const { busy, run } = useWork()
  const [isStopping, setIsStopping] = useState(false)
  const { start, stop, restart } = serverActions(control)
  const now = useNow()
  const look = appearance(serverState, status, now)
  const runs = look.kind === 'running'

  return (
    <section className="card server-card" data-kind={look.kind} aria-live="polite">
      <div className={classNames('server-badge', `server-badge-${look.kind}`)}>
        <look.Icon size={26} aria-hidden />
      </div>
      <div className="server-words">
        <h2>{look.title}</h2>
        <p>{look.detail}</p>
      </div>
      <div className="server-buttons">
        {start && (look.kind === 'stopped' || look.kind === 'trouble') && (
          <Button look="primary" icon={Play} busy={busy === 'start'} onClick={() => run('start', start)}>
            {look.kind === 'trouble' ? 'Try again now' : 'Start'}
          </Button>
        )}
        {runs && (
          <Button icon={RotateCw} busy={busy === 'restart'} onClick={() => run('restart', restart)}>
            Restart
          </Button>
        )}
        {runs && (
          <Button look="quiet" icon={Square} busy={busy === 'stop'} onClick={() => setIsStopping(true)}>
            Stop
          </Button>
        )}
      </div>
      {isStopping && (
        <StopDialog
          connected={status?.people.connected ?? 0}
          onClose={() => setIsStopping(false)}
          onStop={() => {
            setIsStopping(false)
            void run('stop', stop)
          }}
        />
      )}
    </section>
  )
}

function StopDialog({ connected, onClose, onStop }: { connected: number; onClose: () => void; onStop: () => void }) {
  const who =
    connected === 0
      ? 'Nobody is connected right now.'
      : `${connected === 1 ? '1 person is' : `${connected} people are`} connected right now.`
  return (
    <ConfirmDialog title="Stop Landline?" action="Stop" keep="Keep it running" onConfirm={onStop} onClose={onClose}>
      <p>
        {who} Until you start it again nobody can read or write. Nothing is lost: what they are writing waits in their windows.
      </p>
      {!desktop && <p className="hint">This page cannot start it again. That is done on the computer where it runs.</p>}
    </ConfirmDialog>
  )
}

interface Appearance {
  readonly kind: 'running' | 'busy' | 'stopped' | 'trouble'
  readonly Icon: typeof Phone | typeof Spinner
  readonly title: string
  readonly detail: string
}

function appearance(state: ServerState | undefined, status: Status | undefined, now: number): Appearance {
  const running = (since: number): Appearance => ({
    kind: 'running',
    Icon: Phone,
    title: 'Landline is running',
    detail: `since ${atTime(since, now)}${now / 1000 - since < 60 ? '' : `, for ${howLong(now / 1000 - since)}`}`,
  })
  if (status?.state === 'stopping')
    return { kind: 'busy', Icon: Spinner, title: 'Stopping', detail: 'Finishing what people have begun' }
  if (!state) {
    return status?.runningSince
      ? running(status.runningSince)
      : { kind: 'busy', Icon: Spinner, title: 'Connecting', detail: 'One moment' }
  }
  switch (state.name) {
    case 'running':
      return running(status?.runningSince ?? state.since / 1000)
    case 'starting':
      return { kind: 'busy', Icon: Spinner, title: 'Starting', detail: 'This takes a second or two' }
    case 'stopping':
      return { kind: 'busy', Icon: Spinner, title: 'Stopping', detail: 'Finishing what people have begun' }
    case 'waiting': {
      const seconds = Math.max(1, Math.round((state.until - now) / 1000))
      const title = state.failures > 2 ? `Landline has stopped ${state.failures} times` : 'Landline stopped unexpectedly'
      return {
        kind: 'trouble',
        Icon: TriangleAlert,
        title,
        detail: `It starts again in ${howLong(seconds)}. Nothing that was sent is lost.`,
      }
    }
    case 'stopped':
      return state.problem
        ? {
            kind: 'trouble',
            Icon: TriangleAlert,
            title: 'Landline cannot start',
            detail: 'See below what is wrong and what to do',
          }
        : { kind: 'stopped', Icon: PhoneOff, title: 'Landline is stopped', detail: 'Nobody can reach it until you start it' }
  }
}

/** The time, told every second: short waits are counted down. */
function useNow(): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
