import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import { Server, type Upload } from '@tus/server'
import { ApiError } from '../../api/error.ts'
import { Reply } from '../../api/reply.ts'
import type { RequestFacts } from '../../api/route.ts'
import type { Viewer } from '../../api/viewer.ts'
import { diskReserve, largestResumableMib, mebibyte } from '../limits.ts'
import { fileNotFound } from '../serve.ts'
import type { Draft } from '../stores/draft.ts'

const day = 24 * 60 * 60 * 1000

/** What is done with a file once all of it is here. */
export type Arrived = (draft: Draft, about: { readonly filename: string; readonly contentType: string }) => Promise<object>

type Warn = (cause: unknown, sentence: string) => void

interface Visit {
  readonly viewer: Viewer
  readonly request: RequestFacts
  readonly id: string | undefined
  readonly body: Readable
  readonly arrived: Arrived
}

/** Tells the library's hooks on whose behalf they run; clients cannot set it. */
const visitHeader = 'x-landline-visit'

/**
 * Uploads in pieces that survive a reload or a lost connection, by the tus protocol. The pieces lie on this computer until
 * the file is whole, whichever store it goes to then. One that nobody continues for a day is removed.
 * @see https://tus.io/protocols/resumable-upload
 */
export class ResumableUploads {
  readonly #folder: string
  #started: Server | undefined
  readonly #warn: Warn
  readonly #visits = new Map<string, Visit>()
  #visitors = 0

  private constructor(folder: string, warn: Warn) {
    this.#folder = folder
    this.#warn = warn
  }

  /** The library looks at its folder as it starts, so it starts when somebody first needs it. */
  get #server(): Server {
    this.#started ??= this.#start()
    return this.#started
  }

  #start(): Server {
    return new Server({
      path: '/tus',
      datastore: new FileStore({ directory: this.#folder, expirationPeriodInMilliseconds: day }),
      maxSize: largestResumableMib * mebibyte,
      relativeLocation: true,
      generateUrl: (request, { id }) => `${this.#visit(request).request.signIn === 'session' ? '/json' : '/api/v1'}/tus/${id}`,
      getFileIdFromRequest: (request) => this.#visit(request).id,
      onUploadCreate: async (request, upload) => {
        await this.#checkRoom(upload.size ?? 0)
        return { metadata: { ...upload.metadata, ownerId: String(this.#visit(request).viewer.id) } }
      },
      onIncomingRequest: (request, id) => this.#checkOwner(this.#visit(request), id),
      onResponseError: (_, error) => this.#hide(error),
      onUploadFinish: (request, upload) => this.#finish(this.#visit(request), upload),
    })
  }

  static async open(folder: string, warn: Warn): Promise<ResumableUploads> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new ResumableUploads(folder, warn)
  }

  /** Answers one request of the protocol. */
  async answer(visit: Visit): Promise<Reply> {
    if (visit.request.method === 'GET') throw fileNotFound() // it is not to be read before it is a file of ours
    const number = String(++this.#visitors)
    this.#visits.set(number, visit)
    try {
      const { method, headers } = visit.request
      const hasBody = method === 'PATCH' || method === 'POST'
      const request = new Request(`http://landline/tus${visit.id === undefined ? '' : `/${visit.id}`}`, {
        method,
        headers: { ...asHeaders(headers), [visitHeader]: number },
        ...(hasBody && { body: Readable.toWeb(visit.body) as ReadableStream, duplex: 'half' }),
      } as RequestInit)
      const response = await this.#server.handleWeb(request)
      const body = await response.text()
      return new Reply(response.status, Object.fromEntries(response.headers), body === '' ? undefined : body)
    } finally {
      this.#visits.delete(number)
    }
  }

  async removeForgotten(): Promise<void> {
    await this.#server.cleanUpExpiredUploads()
  }

  /** What the library or the client did wrong is said; our own faults are noted here and not shown. */
  #hide(error: Error | { status_code: number; body: string }): { status_code: number; body: string } | undefined {
    if ('status_code' in error) return undefined
    this.#warn(error, 'A resumable upload failed')
    return { status_code: 500, body: 'Internal server error\n' }
  }

  #visit(request: { readonly headers: Headers }): Visit {
    return this.#visits.get(request.headers.get(visitHeader) ?? '')!
  }

  async #checkOwner({ viewer, id: asked }: Visit, id: string): Promise<void> {
    if (asked === undefined) return // it is only being created
    if (!/^[0-9a-f]{32}$/.test(id)) throw notThere
    const { metadata } = await this.#server.datastore.getUpload(id)
    if (metadata?.ownerId !== String(viewer.id)) throw notThere
  }

  async #checkRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize - bytes < diskReserve) {
      throw {
        status_code: 507,
        body: "The server's disk is nearly full, so it takes no files now. Ask the owner to free some space.\n",
      }
    }
  }

  async #finish(
    { arrived }: Visit,
    { id, metadata }: Upload,
  ): Promise<{ status_code?: number; headers?: Record<string, string>; body: string }> {
    const headers = { 'content-type': 'application/json' }
    try {
      const draft = await asDraft(path.join(this.#folder, id))
      const { filename, filetype } = metadata ?? {}
      const answer = await arrived(draft, { filename: filename || 'file', contentType: filetype ?? '' })
      return { status_code: 200, headers, body: JSON.stringify({ result: 'success', msg: '', ...answer }) }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const { status, code, message } = error
      return { status_code: status, headers, body: JSON.stringify({ result: 'error', code, msg: message }) }
    } finally {
      for (const ending of ['', '.json']) await rm(path.join(this.#folder, id + ending), { force: true })
    }
  }
}

const notThere = { status_code: 404, body: 'There is no such upload\n' }

async function asDraft(file: string): Promise<Draft> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { file, bytes, sha256: hash.digest() }
}

function asHeaders(headers: RequestFacts['headers']): Record<string, string> {
  const plain = Object.entries(headers).filter(
    ([name, value]) => value !== undefined && !/^(authorization|cookie|connection)$/.test(name),
  )
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]))
}
