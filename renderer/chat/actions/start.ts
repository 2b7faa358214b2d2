import { Connection, forgetQueue } from '../api/connection.ts'
import { register } from '../api/register.ts'
import { RequestFailed } from '../api/request.ts'
import { centerOfScreen } from '../message-list/visible.ts'
import { applyEvent } from '../state/events/apply-event.ts'
import { withoutStaleTypists } from '../state/events/typing.ts'
import { stateFrom } from '../state/snapshot.ts'
import { store } from '../state/store.ts'
import { announce } from './announce.ts'
import { readButNotTold } from './read.ts'
import { refetchShownList } from './refetch.ts'
import { forgetAccepted, restoreOutbox, settleUnsure } from './send.ts'

let connection: Connection | undefined

/** Registers, shows the state, and follows the events until the page goes. */
export async function startChat(onSignedOut: () => void): Promise<void> {
  restoreOutbox()
  await registerAndFollow(onSignedOut)
  setInterval(() => store.setState((state) => withoutStaleTypists(state, Date.now())), 3_000)
  addEventListener('pagehide', () => forgetQueue(store.getState().queueId))
  addEventListener('pageshow', (event) => event.persisted && location.reload()) // its queue is gone
}

export function reconnectNow(): void {
  connection?.retryNow()
}

async function registerAndFollow(onSignedOut: () => void): Promise<void> {
  const snapshot = await register()
  const change = stateFrom(snapshot)
  change.unreads?.remove(readButNotTold())
  store.setState((state) => ({ ...change, unreadsVersion: state.unreadsVersion + 1 }))
  connection?.close()
  connection = new Connection(snapshot.queue_id, snapshot.last_event_id, {
    onEvent(event) {
      store.setState((state) => applyEvent(state, event))
      if (event.type === 'message') announce(event)
    },
    onLive(live) {
      store.setState({ connection: live ? 'live' : 'offline' })
      if (live) void settleUnsure()
    },
    onQueueLost: () => void registerAgain(onSignedOut),
    onSignedOut,
  })
}

async function registerAgain(onSignedOut: () => void, attempt = 0): Promise<void> {
  try {
    await registerAndFollow(onSignedOut)
    forgetAccepted()
    await refetchShownList(centerOfScreen())
  } catch (error) {
    if (error instanceof RequestFailed && error.status === 401) return onSignedOut()
    setTimeout(() => void registerAgain(onSignedOut, attempt + 1), Math.min(30_000, 1000 * 2 ** attempt))
  }
}
