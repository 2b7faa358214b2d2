/** What lets somebody in: an owner's password; the setup link's token, while there is no organization. */
export type Proof = { readonly username: string; readonly password: string } | { readonly token: string }

/**
 * Shows it to the server and gets a ticket that opens one line to it.
 * @throws Error in the server's own words, or ours where it does not answer
 */
export async function unlock(proof: Proof): Promise<string> {
  const response = await ask('/json/control/unlock', {
    method: 'POST',
    headers: { 'X-CSRFToken': await csrfToken() },
    body: new URLSearchParams({ ...proof }),
  })
  const answer = (await response.json().catch(() => ({}))) as { ticket?: string; msg?: string }
  if (!answer.ticket) throw new Error(answer.msg ?? `Landline answered with status ${response.status}.`)
  return answer.ticket
}

/** Where the ticket is worth something: once, within a minute. */
export function socketAddress(ticket: string): string {
  const address = new URL(`/control?ticket=${encodeURIComponent(ticket)}`, location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}

/** Proves that the request comes from our own page. A browser that has none yet gets one with its first question. */
async function csrfToken(): Promise<string> {
  const known = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1]
  if (!known()) await ask('/json/session')
  return known() ?? ''
}

async function ask(path: string, request?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch (error) {
    throw new Error('Landline does not answer. Is it running on this computer?', { cause: error })
  }
}
