/** Saves what Zulip's programs sign in with, in the form that they read. */
export function saveZuliprc(email: string, key: string): void {
  const text = `[api]\nemail=${email}\nkey=${key}\nsite=${location.origin}\n`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = 'zuliprc'
  link.click()
  URL.revokeObjectURL(link.href)
}
