import { randomUUID } from 'node:crypto'
import { ApiError } from '../api/error.ts'

export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>> & { readonly msg: string }
  /** Our fault: to be logged with its cause. */
  readonly isOurs: boolean
}

/** What a client is told. Of our own faults it learns only that they were noted, and under which id. */
export function answerTo(error: unknown, requestId = randomUUID()): ErrorAnswer {
  if (error instanceof ApiError) return answerToClient(error)
  const known = storageTrouble(error)
  const msg = known ?? `Internal server error. The server's log has the cause under request ${requestId}.`
  return { status: known ? 507 : 500, headers: {}, body: { result: 'error', msg, code: 'INTERNAL_SERVER_ERROR' }, isOurs: true }
}

function answerToClient({ code, status, message, fields }: ApiError): ErrorAnswer {
  const headers: Record<string, string> = {}
  const wait = fields['retry-after']
  if (typeof wait === 'number') headers['retry-after'] = String(Math.ceil(wait))
  return { status, headers, body: { ...fields, result: 'error', msg: message, code }, isOurs: false }
}

/** Faults of the machine that its owner can mend, said so that whoever meets them knows whom to tell. */
function storageTrouble(error: unknown): string | undefined {
  const code = (error as { code?: unknown })?.code
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return "The server's disk is full, so nothing was saved. Ask the owner to free some space, then try again."
  }
  if (code === 'SQLITE_READONLY' || code === 'EROFS') {
    return "The server's data folder has become read-only, so nothing was saved. Ask the owner to look at its disk."
  }
  return undefined
}
