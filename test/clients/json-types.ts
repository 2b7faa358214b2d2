/** Says what is wrong with a value; nothing when it is as it should be. `at` is where it was found. */
export type Check = (value: unknown, at: string) => string[]

/** Knows the types that have a table or a sentence of their own, by name. */
export type Named = (name: string) => Check

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const expecting =
  (what: string, isIt: (value: unknown) => boolean): Check =>
  (value, at) =>
    isIt(value) ? [] : [`${at} should be ${what}, and is ${value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80)}`]

const isInt = (value: unknown): boolean => Number.isInteger(value)

const simple: Readonly<Record<string, Check>> = {
  int: expecting('an integer', isInt),
  number: expecting('a number', (value) => typeof value === 'number'),
  bool: expecting('true or false', (value) => typeof value === 'boolean'),
  string: expecting('text', (value) => typeof value === 'string'),
  names: expecting('a name', (value) => typeof value === 'string' && value !== ''),
  object: expecting('an object', isObject),
  array: expecting('a list', Array.isArray),
  'string URL': expecting('an address', (value) => typeof value === 'string' && URL.canParse(value, 'http://localhost')),
  'string "#rrggbb" lower-case hex': expecting('a color', (value) => /^#[0-9a-f]{6}$/.test(String(value))),
}

export const arrayOf =
  (item: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((each, index) => item(each, `${at}[${index}]`)) : simple.array!(value, at)

const mapOf =
  (isKey: (key: string) => boolean, item: Check): Check =>
  (value, at) => {
    if (!isObject(value)) return simple.object!(value, at)
    return Object.entries(value).flatMap(([key, each]) =>
      isKey(key) ? item(each, `${at}.${key}`) : [`${at} has the key “${key}”`],
    )
  }

export const objectOf =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, at) =>
    isObject(value)
      ? Object.entries(fields).flatMap(([name, check]) => check(value[name], `${at}.${name}`))
      : simple.object!(value, at)

const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? [] : check(value, at)

export const orAbsent =
  (check: Check): Check =>
  (value, at) =>
    value === undefined || value === null ? [] : check(value, at)

const keys: Readonly<Record<string, (key: string) => boolean>> = {
  int: (key) => /^-?(0|[1-9]\d*)$/.test(key),
  string: () => true,
  'hex-code': (key) => /^[0-9a-f]+(-[0-9a-f]+)*$/.test(key),
}

/**
 * A check for a type as the tables write it: `int`, `array of Reaction`, `object map int->PerUserPresence`,
 * `string inherit / allow_empty_topic (others tolerated)`, `{id: int, ...}`, `… or null`.
 * @throws Error for one that it does not understand
 */
export function checkFor(type: string, named: Named): Check {
  const text = type
    .split(';')[0]!
    .replace(/\([^)]*\)/g, '')
    .trim()
  const others = /\(others tolerated\)/.test(type)
  const known = simple[text]
  if (known) return known
  if (text.endsWith(' or null')) return orNull(checkFor(text.slice(0, -8), named))
  if (text.startsWith('array of ')) return arrayOf(checkFor(text.slice(9), named))
  const map = /^object map ([\w-]+) ?-> ?(.+)$/.exec(text)
  if (map) return mapOf(keys[map[1]!] ?? notUnderstood(type), checkFor(map[2]!, named))
  if (text.startsWith('{')) return inBraces(text, named)
  if (/^[A-Z]\w+$/.test(text)) return named(text)
  const choice = choiceIn(text)
  if (!choice) return notUnderstood(type)
  return others ? simple[choice.kind]! : expecting(`one of ${choice.values.join(', ')}`, (value) => choice.values.includes(value))
}

const notUnderstood = (type: string): never => {
  throw new Error(`The type “${type}” is not understood`)
}

/** `int 1..5`, `int 0/1/2`, `int, one of 1 2 3`, `string a / b`, `string "widget"`. */
function choiceIn(text: string): { kind: 'int' | 'string'; values: unknown[] } | undefined {
  const range = /^int (\d+)\.\.(\d+)$/.exec(text)
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])]
    return { kind: 'int', values: Array.from({ length: to - from + 1 }, (_, index) => from + index) }
  }
  const ints = /^int(?:, one of)? (\d+(?:[/ ]\d+)+)$/.exec(text)
  if (ints) return { kind: 'int', values: ints[1]!.split(/[/ ]/).map(Number) }
  const strings = /^string ("?[\w-]+"?(?: \/ [\w-]+)*)$/.exec(text)
  if (strings) return { kind: 'string', values: strings[1]!.replaceAll('"', '').split(' / ') }
  return undefined
}

/** `{value: string, rendered_value?: string}`; dots stand for fields that nobody reads. */
function inBraces(text: string, named: Named): Check {
  const fields = text
    .replace(/^\{|\}.*$/g, '')
    .split(',')
    .map((field) => field.trim())
  const checks = fields
    .filter((field) => field !== '...')
    .map((field) => {
      const [, name, mark, type] = /^(\w+)(\??): (.+)$/.exec(field) ?? notUnderstood(text)
      const check = checkFor(type!, named)
      return [name!, mark === '?' ? orAbsent(check) : check]
    })
  return objectOf(Object.fromEntries(checks))
}
