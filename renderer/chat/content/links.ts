/**
 * An address that a link in a message may have: http, https, mailto, or on this server. Links into the chat come back as
 * `#narrow/…`, so that they open without loading the page again.
 */
export function safeHref(written: string | null): string | undefined {
  if (!written) return undefined
  let url: URL
  try {
    url = new URL(written, location.origin)
  } catch {
    return undefined
  }
  if (!['http:', 'https:', 'mailto:'].includes(url.protocol)) return undefined
  if (url.origin !== location.origin) return url.href
  if (url.hash && url.pathname === '/') return url.hash
  return url.pathname + url.search + url.hash
}

/** The address of a picture, video or sound: always fetched from this server, where the page's policy allows it. */
export function safeSource(written: string | null): string | undefined {
  const href = safeHref(written)
  return href?.startsWith('/') ? href : undefined
}
