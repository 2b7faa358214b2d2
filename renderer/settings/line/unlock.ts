/**
 * Shows an owner's password to the server and gets a ticket that opens one line to it.
 * @throws Error in the server's own words, or ours where it does not answer
 */
export async function unlock(email: string, password: string): Promise<string> {
  const csrfToken = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ''
  const response = await fetch('/json/control/unlock', {
    method: 'POST',
    headers: { 'X-CSRFToken': csrfToken },
    body: new URLSearchParams({ username: email, password }),
  }).catch(() => {
    throw new Error('Landline does not answer. Is it running on this computer?')
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
