import type { Answer } from '../support/person.ts'
import { tablesIn } from './facts.ts'
import { type Check, checkFor, type Named, objectOf } from './json-types.ts'

/** Rows of the table that are sentences: the fields each of them names, and what the sentence says of them. */
interface InWords {
  readonly names: string
  readonly check: (event: Answer, is: Is) => string[]
}

/** What is wrong with a value as a type; `value` is a name in the event, or what is there. */
type Is = (type: string, value: unknown, at?: string) => string[]

const settingTypes: Readonly<Record<string, string>> = {
  twenty_four_hour_time: 'bool or null',
  starred_message_counts: 'bool',
  display_emoji_reaction_users: 'bool',
  emojiset: 'string',
  web_inbox_show_channel_folders: 'bool',
  presence_enabled: 'bool',
}

const choices = 'is_muted pin_to_top desktop_notifications email_notifications wildcard_mentions_notify push_notifications audible_notifications'.split(' ') // biome-ignore format: a list

const inWords: Readonly<Record<string, InWords>> = {
  'user_settings update': {
    names: 'property value',
    check: ({ property, value }, is) => [...is('string', property), ...is(settingTypes[property] ?? 'any', value, property)],
  },
  'realm_user update': {
    names: 'person.user_id',
    check: ({ person }, is) => [
      ...is('int', person?.user_id),
      ...Object.entries(personTypes).flatMap(([field, type]) => (field in person ? is(type, person[field], field) : [])),
    ],
  },
  'stream delete': {
    names: 'stream_ids streams[].stream_id',
    check: ({ stream_ids, streams }, is) =>
      stream_ids ? is('array of int', stream_ids) : is('array of {stream_id: int}', streams),
  },
  'stream update': {
    names: 'stream_id name property value',
    check: (event, is) => [
      ...is('{stream_id: int, name: string, property: string}', event),
      ...is('any', event.value),
      ...is(`ZulipStream.${event.property}`, { [event.property]: event.value }),
    ],
  },
  'subscription update': {
    names: 'stream_id property value #rrggbb',
    check: ({ stream_id, property, value }, is) => [
      ...is('int', stream_id),
      ...(choices.includes(property) ? is('bool', value, property) : []),
      ...(property === 'color' ? is('string "#rrggbb" lower-case hex', value) : []),
    ],
  },
  message: {
    names: 'message flags',
    check: ({ message, flags }, is) => [...is('array of string', flags, 'flags'), ...is('Message', { ...message, flags })],
  },
  update_message: {
    names:
      'rendering_only message_id message_ids flags edit_timestamp stream_id orig_subject propagate_mode subject new_stream_id propagate_mode',
    check: (event, is) => [
      ...is('{rendering_only: bool, message_id: int, edit_timestamp: int}', event),
      ...is('{message_ids: array of int}', event),
      ...is('{flags: array of string}', event),
      ...moved(event, is),
    ],
  },
  delete_message: {
    names: 'message_ids message_type stream_id topic',
    check: (event, is) => [
      ...is('array of int', event.message_ids),
      ...is('string stream / private', event.message_type),
      ...(event.message_type === 'stream' ? is('{stream_id: int, topic: string}', event) : []),
    ],
  },
  'update_message_flags remove': {
    names: 'flag messages read message_details {type: stream/private, mentioned?, stream_id+topic or user_ids}',
    check: (event, is) => [
      ...is('{flag: string, messages: array of int}', event),
      ...(event.flag === 'read' ? unreadDetails(event.message_details, is) : []),
    ],
  },
  typing: {
    names: 'op message_type sender.user_id stream_id topic recipients[].user_id',
    check: (event, is) => [
      ...is('string start / stop', event.op),
      ...is('string stream / direct / private', event.message_type),
      ...is('{user_id: int}', event.sender),
      ...(event.message_type === 'stream'
        ? is('{stream_id: int, topic: string}', event)
        : is('array of {user_id: int}', event.recipients)),
    ],
  },
  presence: {
    names:
      'user_id server_timestamp presence {client, status active/idle, timestamp int, pushable bool} simplified_presence_events',
    check: (event, is) => [
      ...is('{user_id: int, server_timestamp: number}', event),
      ...is('object map string->{client: string, timestamp: int, pushable: bool}', event.presence),
      ...Object.values((event.presence ?? {}) as Answer).flatMap(({ status }) => is('string active / idle', status)),
    ],
  },
}

const personTypes: Readonly<Record<string, string>> = {
  full_name: 'string',
  avatar_url: 'string or null',
  avatar_version: 'int',
  timezone: 'string',
  bot_owner_id: 'int or null',
  role: 'int 100/200/300/400/600',
  delivery_email: 'string or null',
  new_email: 'string',
  is_active: 'bool',
}

/** The app throws where it is told how a move spreads, and nothing moved. */
function moved(event: Answer, is: Is): string[] {
  const hasMoved = event.subject !== undefined || event.new_stream_id !== undefined
  if (!hasMoved) return event.propagate_mode === undefined ? [] : ['propagate_mode is there although nothing moved']
  return [
    ...is('{stream_id: int, orig_subject: string}', event),
    ...is('string change_one / change_later / change_all', event.propagate_mode),
    ...(event.subject === event.orig_subject ? ['subject is what it was'] : []),
    ...(event.new_stream_id === event.stream_id ? ['new_stream_id is where it was'] : []),
  ]
}

const unreadDetails = (details: unknown, is: Is): string[] => [
  ...is('object map int->{type: string}', details, 'message_details'),
  ...Object.values((details ?? {}) as Answer).flatMap((one) =>
    one.type === 'private' ? is('array of int', one.user_ids) : is('{stream_id: int, topic: string}', one),
  ),
]

const fieldsIn = (cell: string): string => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name).join(' ')

/**
 * A check for each event that the app reads, by its type, or type and op.
 * @throws Error where the table says something else than was understood of it
 */
export function* eventShapes(section: string, named: Named): Generator<[string, Check]> {
  const rows = tablesIn(section, ['type / op', 'required fields', 'optional fields']).flatMap((table) => table.rows)
  const met = new Set<string>()
  for (const [event = '', required = ''] of rows) {
    const [, type, ops = ''] = /^`(\w+)`(?: ([\w/]+))?$/.exec(event) ?? notUnderstood(event)
    for (const op of ops.split('/')) {
      const name = op === '' ? type! : `${type} ${op}`
      const rule = inWords[name] ?? inWords[type!]
      if (rule) met.add(name in inWords ? name : type!)
      yield [name, rule ? checkInWords(rule, required, named) : checkOfCell(required, named)]
    }
  }
  for (const name of Object.keys(inWords)) if (!met.has(name)) notUnderstood(name)
}

function checkInWords({ names, check }: InWords, cell: string, named: Named): Check {
  if (fieldsIn(cell) !== names) notUnderstood(`${fieldsIn(cell)}” where there was “${names}`)
  return (event, at) =>
    check(event as Answer, (type, value, field = type) => {
      if (type === 'any') return value === undefined ? [`${at}: ${field} is missing`] : []
      if (type.startsWith('ZulipStream.')) return onlyOf(type.slice(12), named('ZulipStream'))(value, at)
      return checkFor(type, named)(value, `${at}: ${field}`)
    })
}

/** What a check says of one field alone. */
const onlyOf =
  (field: string, check: Check): Check =>
  (value, at) =>
    check(value, '').filter((problem) => problem.startsWith(`.${field} `)).map((problem) => `${at}${problem}`) // biome-ignore format: one thought

/** A cell that lists fields: `` `emoji_id` string, `person.user_id`, `order` array of int ``. */
function checkOfCell(cell: string, named: Named): Check {
  const checks = cell
    .split(/, (?=`)/)
    .filter((part) => part !== '')
    .map((part): Check => {
      const [, path, type = ''] = /^`([\w.[\]]+)`(?: (.+))?$/.exec(part) ?? notUnderstood(part)
      const steps = path!.split('.')
      const last = steps.pop()!
      const check = objectOf({ [last]: leafCheck(last, type, named) })
      return steps.reduceRight(
        (inner, step) => objectOf({ [step.replace('[]', '')]: step.endsWith('[]') ? eachOf(inner) : inner }),
        check,
      )
    })
  return (event, at) => checks.flatMap((check) => check(event, at))
}

function leafCheck(name: string, type: string, named: Named): Check {
  if (/^[a-z_]+(\/[a-z_]+)+$/.test(type)) return checkFor(`string ${type.replaceAll('/', ' / ')}`, named)
  if (type !== '') return checkFor(type, named)
  if (name.endsWith('_id')) return checkFor('int', named)
  return (value, at) => (value === undefined || value === null ? [`${at} is missing`] : [])
}

const eachOf =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((one) => check(one, at)) : [`${at} is no list`]

const notUnderstood = (what: string): never => {
  throw new Error(`The table of the mobile app’s events has changed: “${what}”`)
}
