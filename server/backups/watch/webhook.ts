import { Secret } from '../../config/secrets/secret.ts'
import type { SecretStore } from '../../config/secrets/secret-store.ts'
import { BackupRefused } from '../refused.ts'
import { type Memory, nothingCalled } from './memory.ts'
import type { News } from './teller.ts'

/** Whoever knows such an address may write there, as a rule, so it lies among the secrets. */
const secretName = 'backups/alarm-webhook'

interface Parts {
  readonly secrets: SecretStore
  readonly memory: Memory
  readonly organization: () => Promise<string>
  /** Hears that there is another address. */
  readonly changed?: () => void
  /** Unix seconds. */
  readonly now: () => number
  /** Milliseconds for the other side to answer. */
  readonly patience?: number
}

/** A web address of the owner's choice that hears of alarms: a chat of somebody else's, or a service that rings when it is called. */
export class Webhook {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async describe() {
    const url = await this.#url()
    return url ? { where: `${url.origin}/…`, ...this.#parts.memory.now.webhook } : null
  }

  /** @throws BackupRefused WEBHOOK_INVALID */
  async set(text: string | null): Promise<void> {
    const { secrets, memory, changed } = this.#parts
    if (text === null) await secrets.delete(secretName)
    else await secrets.set(secretName, new Secret(checked(text)))
    memory.change({ webhook: nothingCalled, told: { ...memory.now.told, webhook: {} } })
    changed?.()
  }

  /** Sends an alarm that is none. @throws BackupRefused WEBHOOK_FAILED, WEBHOOK_NONE */
  async try(): Promise<void> {
    if (!(await this.#url())) throw new BackupRefused('WEBHOOK_NONE', 'There is no web address to call.', 'Name one first.')
    const message = 'This is a test: alarms of this server reach you.'
    await this.say({ kind: 'test', id: 'TEST', message, nextStep: 'There is nothing to do.' })
  }

  /** Resolves once the other side has taken it, and at once where there is none. @throws BackupRefused WEBHOOK_FAILED */
  async say(news: News): Promise<void> {
    const url = await this.#url()
    if (!url) return
    const { memory, now } = this.#parts
    try {
      await this.#post(url, news)
      memory.change({ webhook: { deliveredAt: now(), failure: null } })
    } catch (error) {
      const message = `${url.host} did not take the alarm: ${reasonIn(error)}.`
      memory.change({ webhook: { ...memory.now.webhook, failure: { at: now(), message } } })
      throw new BackupRefused('WEBHOOK_FAILED', message, 'See whether the address is right and whether that service runs.', {
        cause: error,
      })
    }
  }

  async #url(): Promise<URL | undefined> {
    const stored = await this.#parts.secrets.get(secretName)
    return stored && URL.parse(stored.reveal()) ? new URL(stored.reveal()) : undefined
  }

  /** `text` is what Slack, Mattermost, Rocket.Chat and Zulip show; `content` what Discord does. Others take what they know. */
  async #post(url: URL, { kind, id, message, nextStep }: News): Promise<void> {
    const organization = await this.#parts.organization()
    const text = `${organization}: ${inWords({ kind, message, nextStep })}`
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Landline' },
      body: JSON.stringify({ text, content: text, event: kind, alarm: id, message, next_step: nextStep, organization }),
      signal: AbortSignal.timeout(this.#parts.patience ?? 10_000),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`it answered ${response.status} ${response.statusText}`.trim())
  }
}

/** One message for people. */
export function inWords({ kind, message, nextStep }: Pick<News, 'kind' | 'message' | 'nextStep'>): string {
  return kind === 'over' ? `This is over: ${message}` : `${message} ${nextStep}`
}

function checked(text: string): string {
  const url = URL.parse(text.trim())
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.href
  throw new BackupRefused(
    'WEBHOOK_INVALID',
    'That is no web address that could be called.',
    'It begins with https:// or http:// and holds no name and password before an @. The service that shall hear of alarms gives it.',
  )
}

function reasonIn(error: unknown): string {
  const { name, message, cause } = error as Error
  if (name === 'TimeoutError') return 'it did not answer in time'
  return cause instanceof Error && cause.message ? cause.message : message
}
