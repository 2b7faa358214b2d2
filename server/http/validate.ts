import type { z } from 'zod'
import { ApiError } from '../api/error.ts'
import type { Params } from '../api/route.ts'
import type { RawParameters } from './body.ts'

/** Checks parameters against a route's contract. @throws ApiError in Zulip's words, naming the parameter */
export function validate(params: Params, raw: RawParameters): Record<string, unknown> {
  const valid: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(params)) {
    const result = schema.safeParse(raw[name])
    if (result.success) valid[name] = result.data
    else if (raw[name] === undefined) throw missing(name)
    else throw invalid(name, result.error.issues[0]!)
  }
  return valid
}

const missing = (name: string): ApiError =>
  new ApiError('REQUEST_VARIABLE_MISSING', `Missing '${name}' argument`, 400, { var_name: name })

function invalid(name: string, issue: z.core.$ZodIssue): ApiError {
  const where = issue.path.reduce<string>(
    (text, part) => `${text}[${typeof part === 'string' ? `"${part}"` : String(part)}]`,
    name,
  )
  return new ApiError('BAD_REQUEST', sentence(name, where, issue))
}

const typeNames: Record<string, string> = {
  int: 'an integer',
  number: 'an integer', // the API has no others
  string: 'a string',
  boolean: 'a boolean',
  array: 'a list',
  object: 'a dict',
  record: 'a dict',
}

function sentence(name: string, where: string, issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `${where} is not ${typeNames[issue.expected] ?? `a valid ${issue.expected}`}`
  if (issue.code === 'too_big' && issue.origin === 'string') return `${where} is too long (limit: ${issue.maximum} characters)`
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return `${where} cannot be blank`
  if (issue.code === 'too_big') return `${where} is too large`
  if (issue.code === 'too_small') return `${where} is too small`
  if (issue.code === 'custom') return issue.message
  return `Invalid ${name}`
}

/** Names that no parameter of the route has. Clients learn of them in the answer, and are never refused for them. */
export function unsupported(params: Params, raw: RawParameters): readonly string[] {
  return Object.keys(raw).filter((name) => !(name in params) && name !== 'client' && name !== 'api_key')
}
