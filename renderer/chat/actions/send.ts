import { type Destination, fetchMessages, sendMessage } from '../api/messages.ts'
import { NoAnswer, RequestFailed } from '../api/request.ts'
import { narrowOf } from '../narrow/narrow.ts'
import type { PendingMessage } from '../state/outbox.ts'
import { store } from '../state/store.ts'

const storageKey = 'landline.outbox'
let counter = 0
const askAgainMs = 5_000

/** Shows a message at once and sends it. What cannot be sent stays visible, and is sent when the line is back. */
export function send(to: Destination, content: string): void {
  const now = Date.now()
  const pending: PendingMessage = {
    localId: `${now}.${counter++}`,
    to,
    content,
    timestamp: Math.floor(now / 1000),
    state: 'sending',
    after: store.getState().maxMessageId,
  }
  change((outbox) => [...outbox, pending])
  void post(pending)
}

export function retry(localId: string): void {
  const pending = find(localId)
  if (pending) void post(update(pending, { state: 'sending', problem: undefined }))
}

/** Takes back what was not sent and returns its text. */
export function discard(localId: string): string {
  const content = find(localId)?.content ?? ''
  change((outbox) => outbox.filter((pending) => pending.localId !== localId))
  return content
}

/**
 * Settles what was on its way when the line broke. The server is asked first whether it has the message: only one that
 * it lacks is sent again, so each arrives exactly once.
 */
export async function settleUnsure(): Promise<void> {
  if (store.getState().connection !== 'live') return // asked again once it is
  const claimed = new Set<number>()
  for (const pending of store.getState().outbox) {
    if (find(pending.localId)?.state !== 'unsure' || settling.has(pending.localId)) continue
    settling.add(pending.localId)
    try {
      const id = await findStored(pending, claimed)
      if (id === undefined) await post(update(pending, { state: 'sending' }))
      else {
        claimed.add(id)
        discard(pending.localId)
      }
    } catch (error) {
      if (mayHaveArrived(error)) setTimeout(settleUnsure, askAgainMs)
      else update(pending, { state: 'failed', problem: (error as Error).message })
    } finally {
      settling.delete(pending.localId)
    }
  }
}

const settling = new Set<string>()

/** What was under way when the page was closed or loaded again. */
export function restoreOutbox(): void {
  const stored: PendingMessage[] = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
  store.setState({ outbox: stored.map((pending) => (pending.state === 'sending' ? { ...pending, state: 'unsure' } : pending)) })
}

/** After a new registration no event will come for what the server took before it: the refetch shows it. */
export function forgetAccepted(): void {
  change((outbox) => outbox.filter(({ acceptedId }) => acceptedId === undefined))
}

async function post(pending: PendingMessage): Promise<void> {
  try {
    const { id } = await sendMessage(pending.to, pending.content, store.getState().queueId || undefined, pending.localId)
    if (store.getState().messages.has(id)) discard(pending.localId)
    else update(pending, { acceptedId: id })
  } catch (error) {
    if (mayHaveArrived(error)) {
      update(pending, { state: 'unsure' })
      setTimeout(settleUnsure, askAgainMs)
    } else update(pending, { state: 'failed', problem: (error as Error).message })
  }
}

/** The line broke, or the server did: it may have the message or not. */
function mayHaveArrived(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof RequestFailed && error.status >= 500)
}

async function findStored(pending: PendingMessage, claimed: ReadonlySet<number>): Promise<number | undefined> {
  const { me } = store.getState()
  const narrow = [...narrowOf(pending.to), { operator: 'sender', operand: me }]
  const { messages } = await fetchMessages({ narrow, anchor: 'newest', before: 50, after: 0, source: true })
  return messages.find(({ id, content }) => id > pending.after && !claimed.has(id) && content.trim() === pending.content.trim())
    ?.id
}

function find(localId: string): PendingMessage | undefined {
  return store.getState().outbox.find((pending) => pending.localId === localId)
}

function update(pending: PendingMessage, changed: Partial<PendingMessage>): PendingMessage {
  const next = { ...pending, ...changed }
  change((outbox) => outbox.map((other) => (other.localId === pending.localId ? next : other)))
  return next
}

function change(next: (outbox: readonly PendingMessage[]) => PendingMessage[]): void {
  const outbox = next(store.getState().outbox)
  store.setState({ outbox })
  sessionStorage.setItem(storageKey, JSON.stringify(outbox))
}
