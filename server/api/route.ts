import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Db, Trx } from '../database/connection.ts'
import type { Reply, SessionReply } from './reply.ts'
import type { Access, Viewer } from './viewer.ts'

export type Params = Readonly<Record<string, z.ZodType>>
type Parsed<P extends Params> = { readonly [K in keyof P]: z.infer<P[K]> }

/** The first file of a multipart body, whatever its field is called: official clients disagree about the name. */
export interface UploadPart {
  readonly filename: string
  readonly contentType: string
  /** Ends early, with an error on the stream, where the sender goes away. */
  readonly stream: Readable
}

/** The plain facts of a request that a route may need. */
export interface RequestFacts {
  /** Where this client reached us, e.g. `http://192.168.1.5:8080`: absolute links that we answer with must work for it. */
  readonly origin: string
  /** The same, as somebody at another computer would say it, where there is such an address: for links that are passed on. */
  originForOthers(): string
  readonly ip: string
  readonly userAgent: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly method: string
  /** Calls `listener` once the client has gone away, or has its whole answer. */
  whenGone(listener: () => void): void
  /** How the viewer signed in. */
  readonly signIn: 'api key' | 'session' | 'none'
  /** The session or key in use, so that one can sign out others and keep one's own. */
  readonly credentialId: number | undefined
}

export interface Call<P extends Params, V> {
  readonly viewer: V
  readonly params: Parsed<P>
  readonly request: RequestFacts
  /** Committed state, read-only. */
  readonly db: Db
  /** Runs `work` in a transaction; resolves once it is on disk and its events are on their way. */
  inTransaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  /** Present where the route says `upload: true`. */
  readonly file: UploadPart | undefined
  /** Present where the route says `rawBody: true`. */
  readonly body: Readable | undefined
}

export type Answer = Record<string, unknown> | Reply | SessionReply

export interface Route<A extends Access, P extends Params> {
  readonly access: A
  readonly params?: P
  /** Also for bots that may do nothing but send. */
  readonly isForSendOnly?: boolean
  /** The body is multipart with a file to stream; fields that follow the file are not read. */
  readonly upload?: boolean
  /** The body is no form: the route reads it itself, as long as it wants. */
  readonly rawBody?: boolean
  /** Largest body in bytes, where the ordinary 1 MiB does not do. */
  readonly maxBody?: number
  handle(call: Call<P, A extends 'open' ? Viewer | undefined : Viewer>): Promise<Answer>
}

type Register = <A extends Access, P extends Params = Record<never, never>>(path: string, route: Route<A, P>) => void

/**
 * Where features declare what they answer. `get` to `delete` serve a path below both `/api/v1` (Basic) and `/json` (session
 * and CSRF token); `page` serves GET and HEAD of a plain web path with either sign-in.
 */
export interface Api {
  get: Register
  post: Register
  put: Register
  patch: Register
  delete: Register
  page: Register
}
