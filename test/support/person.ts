import { HeardQueue } from './heard-queue.ts'
import { checkAnswer } from './schema.ts'

export type Answer = Record<string, any>
type Values = Readonly<Record<string, unknown>>

export interface Identity {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly apiKey: string
}

/** An answer that says no, with everything it says. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Answer
  readonly headers: Headers

  constructor(status: number, body: Answer, headers: Headers) {
    super(`${status} ${body.code}: ${body.msg}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** Somebody with an API key, as their client would act: real HTTP, and every answer checked against the published structure. */
export class Person implements Identity {
  readonly url: string
  readonly id: number
  readonly name: string
  readonly email: string
  readonly apiKey: string

  constructor(url: string, { id, name, email, apiKey }: Identity) {
    this.url = url
    this.id = id
    this.name = name
    this.email = email
    this.apiKey = apiKey
  }

  get authorization(): string {
    return `Basic ${Buffer.from(`${this.email}:${this.apiKey}`).toString('base64')}`
  }

  get = (path: string, values: Values = {}): Promise<Answer> => this.ask('GET', path, values)
  post = (path: string, values: Values = {}): Promise<Answer> => this.ask('POST', path, values)
  patch = (path: string, values: Values = {}): Promise<Answer> => this.ask('PATCH', path, values)
  put = (path: string, values: Values = {}): Promise<Answer> => this.ask('PUT', path, values)
  delete = (path: string, values: Values = {}): Promise<Answer> => this.ask('DELETE', path, values)

  /** @throws Refusal for every answer that is not a success */
  async ask(method: string, path: string, values: Values): Promise<Answer> {
    const response = await this.fetch(method, path, values)
    const body = (await response.json()) as Answer
    checkAnswer(method, path, response.status, body)
    if (!response.ok) throw new Refusal(response.status, body, response.headers)
    return body
  }

  /** The bare response. Values that are not text go as JSON, as Zulip's clients send them. */
  fetch(method: string, path: string, values: Values = {}): Promise<Response> {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) parameters.set(name, typeof value === 'string' ? value : JSON.stringify(value))
    }
    const inQuery = method === 'GET' || method === 'HEAD'
    const url = `${this.url}/api/v1${path}${inQuery && parameters.size > 0 ? `?${parameters}` : ''}`
    return fetch(url, { method, headers: { authorization: this.authorization }, body: inQuery ? null : parameters })
  }

  /** A plain web page or file, signed in. */
  page(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, {
      redirect: 'manual',
      ...init,
      headers: { authorization: this.authorization, ...init.headers },
    })
  }

  /** Says something in a channel's topic. */
  async send(channel: string, topic: string, content: string, more: Values = {}): Promise<{ readonly id: number }> {
    return (await this.post('/messages', { type: 'channel', to: channel, topic, content, ...more })) as { id: number }
  }

  /** Says something to people. */
  async tell(people: readonly Pick<Identity, 'id'>[], content: string, more: Values = {}): Promise<{ readonly id: number }> {
    return (await this.post('/messages', { type: 'direct', to: people.map(({ id }) => id), content, ...more })) as { id: number }
  }

  /** Opens an event queue as a client of today does. */
  async register(values: Values = {}): Promise<HeardQueue> {
    const snapshot = await this.post('/register', { apply_markdown: true, client_capabilities: modernCapabilities, ...values })
    return new HeardQueue(this, snapshot)
  }

  /** Uploads a file and answers its address. */
  async upload(name: string, content: Buffer | string, type = 'application/octet-stream'): Promise<Answer> {
    const form = new FormData()
    form.set('file', new Blob([content as BlobPart], { type }), name)
    const response = await fetch(`${this.url}/api/v1/user_uploads`, {
      method: 'POST',
      headers: { authorization: this.authorization },
      body: form,
    })
    const body = (await response.json()) as Answer
    checkAnswer('POST', '/user_uploads', response.status, body)
    if (!response.ok) throw new Refusal(response.status, body, response.headers)
    return body
  }
}

const modernCapabilities = {
  notification_settings_null: true,
  bulk_message_deletion: true,
  user_avatar_url_field_optional: true,
  stream_typing_notifications: true,
  user_settings_object: true,
  linkifier_url_template: true,
  user_list_incomplete: true,
  include_deactivated_groups: true,
  archived_channels: true,
  empty_topic_name: true,
  simplified_presence_events: true,
} as const
