/** Error codes of Zulip's API that Landline answers with. https://zulip.com/api/rest-error-handling */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'REQUEST_VARIABLE_MISSING'
  | 'INVALID_JSON'
  | 'BAD_EVENT_QUEUE_ID'
  | 'BAD_NARROW'
  | 'UNAUTHENTICATED_USER'
  | 'UNAUTHORIZED_PRINCIPAL'
  | 'AUTHENTICATION_FAILED'
  | 'INVALID_API_KEY'
  | 'USER_DEACTIVATED'
  | 'CSRF_FAILED'
  | 'RATE_LIMIT_HIT'
  | 'STREAM_DOES_NOT_EXIST'
  | 'CANNOT_DEACTIVATE_LAST_USER'
  | 'MISSING_TOPIC'
  | 'TOPIC_WILDCARD_MENTION_NOT_ALLOWED'
  | 'STREAM_WILDCARD_MENTION_NOT_ALLOWED'
  | 'MOVE_MESSAGES_TIME_LIMIT_EXCEEDED'
  | 'EXPECTATION_MISMATCH'
  | 'REACTION_ALREADY_EXISTS'
  | 'REACTION_DOES_NOT_EXIST'
  | 'METHOD_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'REQUEST_TOO_LARGE'
  | 'REQUEST_TIMEOUT'
  | 'REALM_UPLOAD_QUOTA'
  | 'CANNOT_ADMINISTER_CHANNEL'
  | 'CHANNEL_ALREADY_EXISTS'
  | 'SERVER_MOVED'
  | 'ORGANIZATION_EXISTS'
  | 'INTERNAL_SERVER_ERROR'

/**
 * What a client did wrong, in Zulip's words. Only `server/http` turns it into JSON:
 * `{result: 'error', code, msg, ...fields}` with `status`. Anything else that is thrown is our fault and becomes a bare 500.
 */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly fields: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, status = 400, fields: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.fields = fields
  }
}

/** A request that we understood and refuse: HTTP 400, `BAD_REQUEST`. */
export function badRequest(message: string, fields: Readonly<Record<string, unknown>> = {}): ApiError {
  return new ApiError('BAD_REQUEST', message, 400, fields)
}
