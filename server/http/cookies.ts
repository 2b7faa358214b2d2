import { randomBytes } from 'node:crypto'

/** Over plain HTTP browsers refuse the `__Host-` prefix, which otherwise ties a cookie to this host and to HTTPS. */
export const sessionCookie = (isSecure: boolean): string => (isSecure ? '__Host-landline-session' : 'landline-session')

/** Readable by our page, which repeats it in a header: another site's page can do neither. */
export const csrfCookie = 'csrftoken'

export const newCsrfToken = (): string => randomBytes(24).toString('base64url')

export function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=')
    if (equals > 0) cookies[pair.slice(0, equals).trim()] = pair.slice(equals + 1).trim()
  }
  return cookies
}

interface CookieTerms {
  readonly isSecure: boolean
  readonly isReadable?: boolean
  /** Unix seconds; absent: until the browser closes. */
  readonly expiresAt?: number
}

export function setCookie(name: string, value: string, { isSecure, isReadable, expiresAt }: CookieTerms): string {
  const parts = [`${name}=${value}`, 'Path=/', 'SameSite=Lax']
  if (!isReadable) parts.push('HttpOnly')
  if (isSecure) parts.push('Secure')
  if (expiresAt !== undefined) parts.push(`Expires=${new Date(expiresAt * 1000).toUTCString()}`)
  return parts.join('; ')
}
