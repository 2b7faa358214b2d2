import type { Answer } from './person.ts'

/** A browser without a screen: keeps cookies, and repeats the CSRF token as our page does. */
export class BrowserSession {
  readonly url: string
  readonly cookies = new Map<string, string>()

  constructor(url: string) {
    this.url = url
  }

  async fetch(
    method: string,
    path: string,
    values: Readonly<Record<string, string>> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { cookie: this.#cookieHeader(), 'x-csrftoken': this.cookies.get('csrftoken') ?? '', ...headers },
      body: method === 'GET' || method === 'HEAD' ? null : new URLSearchParams(values),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  async ask(
    method: string,
    path: string,
    values: Readonly<Record<string, string>> = {},
    headers: Record<string, string> = {},
  ): Promise<{ readonly status: number; readonly body: Answer }> {
    const response = await this.fetch(method, path, values, headers)
    return { status: response.status, body: (await response.json()) as Answer }
  }

  /** Opens the page, which hands out a CSRF token, and signs in. */
  async signIn(username: string, password: string): Promise<{ readonly status: number; readonly body: Answer }> {
    await this.fetch('GET', '/json/session')
    return this.ask('POST', '/json/session', { username, password })
  }

  #cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
