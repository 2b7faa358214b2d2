/** What the server refused, in its own words; `code` is Zulip's. */
export class RequestFailed extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.msg === 'string' && body.msg ? body.msg : `The server answered with status ${status}.`)
    this.status = status
    this.code = typeof body.code === 'string' ? body.code : 'BAD_REQUEST'
    this.details = body
  }
}

/** The request never got an answer: whether it took effect is unknown. */
export class NoAnswer extends Error {
  constructor(options?: ErrorOptions) {
    super('The server cannot be reached right now.', options)
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
/** `undefined` is left out; strings go as they are, everything else as JSON, as Zulip's parameters want it. */
export type Parameters = Record<string, unknown>

/**
 * Calls one of the server's JSON routes.
 * @throws RequestFailed when it refuses, NoAnswer when it cannot be reached
 */
export async function request<T = object>(
  method: Method,
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<T> {
  const form = encode(parameters)
  const inQuery = method === 'GET'
  const url = `/json${path}${inQuery && form.size > 0 ? `?${form}` : ''}`
  return answer<T>(() => fetch(url, { method, headers: headers(method), body: inQuery ? undefined : form, signal }))
}

/** The token that proves to the server that a request comes from its own page. */
export function csrfToken(): string {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? ''
}

function headers(method: Method): Record<string, string> {
  return method === 'GET' ? {} : { 'X-CSRFToken': csrfToken() }
}

function encode(parameters: Parameters): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return form
}

async function answer<T>(send: () => Promise<Response>): Promise<T> {
  let response: Response
  let body: Record<string, unknown>
  try {
    response = await send()
    body = await response.json()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new NoAnswer({ cause })
  }
  if (!response.ok) throw new RequestFailed(response.status, body)
  return body as T
}
