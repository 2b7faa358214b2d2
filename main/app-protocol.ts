import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'
import { isSettingsUrl } from './addresses.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The page needs its own files and a message port: no network, no frames, no inline script. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Before the app is ready: makes `app:` a secure origin with the web's ordinary rules. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Serves the files of `folder` as `app://settings/`, and nothing outside it. */
export function serveAppScheme(folder: string): void {
  protocol.handle('app', async ({ url, method }) => {
    if (method !== 'GET' || !isSettingsUrl(url)) return refused(404)
    const file = fileFor(folder, url)
    const type = file && types[path.extname(file)]
    if (!file || !type) return refused(404)
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: { ...headers, 'content-type': type } })
    } catch {
      return refused(404)
    }
  })
}

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

const refused = (status: number): Response => new Response(null, { status, headers })

/** The file that an address names, or undefined where it points out of the folder. */
function fileFor(folder: string, url: string): string | undefined {
  let name: string
  try {
    name = decodeURIComponent(new URL(url).pathname)
  } catch {
    return undefined
  }
  const file = path.resolve(folder, `.${name === '/' ? '/index.html' : name}`)
  return file.startsWith(folder + path.sep) && !name.includes('\0') ? file : undefined
}
