import type { Readable } from 'node:stream'

/** A list goes out part by part, without a copy: others may be sending the same parts. */
export type ReplyBody = Readable | Buffer | string | readonly Buffer[]

/** What a route answers besides plain JSON fields. Koa never reaches a feature; this is as near as it comes. */
export class Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ReplyBody | undefined

  constructor(status: number, headers: Readonly<Record<string, string>>, body?: ReplyBody) {
    this.status = status
    this.headers = headers
    this.body = body
  }
}

export const redirectTo = (location: string): Reply => new Reply(302, { location, 'cache-control': 'no-store' })

/** A complete JSON body that is already text: for answers assembled from cached parts. */
export const jsonText = (text: string | Buffer): Reply => new Reply(200, { 'content-type': 'application/json' }, text)

/** The same in parts that other answers share. */
export function jsonParts(parts: readonly Buffer[]): Reply {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return new Reply(200, { 'content-type': 'application/json', 'content-length': String(length) }, parts)
}

/** Signs the browser in or out beside its JSON answer. Only `/json` routes use it; `server/http` makes the cookies. */
export class SessionReply {
  readonly session: { readonly token: string; readonly expiresAt: number } | null
  readonly fields: Readonly<Record<string, unknown>>

  /** @param session `expiresAt` in Unix seconds; null signs out */
  constructor(
    session: { readonly token: string; readonly expiresAt: number } | null,
    fields: Readonly<Record<string, unknown>> = {},
  ) {
    this.session = session
    this.fields = fields
  }
}
