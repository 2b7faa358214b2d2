import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

/**
 * Checks answers and events against the published structure of Zulip's API, which lives beside the project, not in it. Where
 * it is missing, tests run without this check and say so once.
 */
const file = new URL('../../../shared/zulip-api/schema.json', import.meta.url)

interface Answered {
  readonly $ref?: string
  readonly content?: { readonly 'application/json'?: { readonly schema: object } }
}

interface Schema {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, Answered> }>>
  readonly components: { readonly responses: Record<string, Answered> }
  /** Pointers to the schemas of an event, by `type` or `type/op`. */
  readonly 'x-event-index': Record<string, readonly string[]>
}

class Checker {
  readonly #schema: Schema
  readonly #ajv: Ajv2020
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #paths: readonly { readonly pattern: RegExp; readonly path: string }[]

  constructor(schema: Schema) {
    this.#schema = schema
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
    this.#ajv.addSchema(schema, 'zulip')
    const paths = Object.keys(schema.paths).sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    this.#paths = paths.map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
  }

  /** What is wrong with an answer of ours; nothing for routes that the published structure does not know. */
  answer(method: string, path: string, status: number, body: unknown): string | undefined {
    const known = this.#paths.find(({ pattern }) => pattern.test(path))
    const answered = known && this.#schema.paths[known.path]?.[method.toLowerCase()]?.responses[String(status)]
    if (!answered) return undefined
    const resolved = answered.$ref ? this.#schema.components.responses[answered.$ref.split('/').at(-1)!] : answered
    const schema = resolved?.content?.['application/json']?.schema
    return schema && this.#check(`${method} ${known.path} ${status}`, schema, body)
  }

  event(event: { readonly type: string; readonly op?: unknown }): string | undefined {
    const key =
      typeof event.op === 'string' && `${event.type}/${event.op}` in this.#schema['x-event-index']
        ? `${event.type}/${event.op}`
        : event.type
    const pointers = this.#schema['x-event-index'][key]
    if (!pointers) return `there is no event ${key}`
    return this.#check(`event ${key}`, { anyOf: pointers.map(($ref) => ({ $ref })) }, event)
  }

  #check(name: string, schema: object, value: unknown): string | undefined {
    let validate = this.#compiled.get(name)
    if (!validate) {
      validate = this.#ajv.compile(absolute(schema))
      this.#compiled.set(name, validate)
    }
    if (validate(value)) return undefined
    const errors = (validate.errors ?? []).slice(0, 6)
    return errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`).join('; ')
  }
}

/** References within the published file, as seen from outside it. */
const absolute = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"zulip#/')) as object

const load = (): Checker | undefined => {
  if (existsSync(file)) return new Checker(JSON.parse(readFileSync(file, 'utf8')) as Schema)
  console.warn('The structure of Zulip’s API is not beside the project: answers and events are not checked against it.')
  return undefined
}

let checker: Checker | undefined | 'unread' = 'unread'

function loaded(): Checker | undefined {
  if (checker === 'unread') checker = load()
  return checker
}

/** Errors that any endpoint may answer are published apart; events are checked one by one, by `checkEvent`. */
function isSaidOfAll(path: string, body: unknown): boolean {
  const { code } = body as { code?: unknown }
  return path === '/events'
    ? code === undefined
    : ['REQUEST_VARIABLE_MISSING', 'INVALID_JSON', 'RATE_LIMIT_HIT'].includes(String(code))
}

/** @throws Error where an answer has a field that Zulip's API does not know, or one of another type */
export function checkAnswer(method: string, path: string, status: number, body: unknown): void {
  if (isSaidOfAll(path, body)) return
  const wrong = loaded()?.answer(method, path, status, body)
  if (wrong)
    throw new Error(`${method} ${path} answered ${status} outside Zulip’s API: ${wrong}\n${JSON.stringify(body).slice(0, 1000)}`)
}

/** @throws Error likewise for an event */
export function checkEvent(event: { readonly type: string; readonly op?: unknown }): void {
  // Documented in words alone: what a client that sends names its own message by.
  const { local_message_id: _echo, ...published } = event as typeof event & { local_message_id?: unknown }
  const wrong = loaded()?.event(published)
  if (wrong) throw new Error(`An event is outside Zulip’s API: ${wrong}\n${JSON.stringify(event).slice(0, 1000)}`)
}
