/** Minutes east of UTC. Some of these letters mean several zones: a heuristic, as in Zulip. */
const zones: Readonly<Record<string, number>> = {
  ...{ z: 0, utc: 0, gmt: 0, wet: 0, bst: 60, cet: 60, met: 60, wat: 60, west: 60, cat: 120, cest: 120, eet: 120, mest: 120 },
  ...{ sast: 120, eat: 180, eest: 180, idt: 180, msk: 180, pkt: 300, ist: 330, wib: 420, awst: 480, hkt: 480, wita: 480 },
  ...{ jst: 540, kst: 540, wit: 540, acst: 570, aest: 600, chst: 600, acdt: 630, aedt: 660, nzst: 720, nzdt: 780, sst: -660 },
  ...{ hst: -600, akst: -540, hdt: -540, akdt: -480, pst: -480, mst: -420, pdt: -420, cst: -360, mdt: -360, cdt: -300 },
  ...{ est: -300, ast: -240, edt: -240, nst: -210, adt: -180, ndt: -150 },
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$/
const filler = /^(?:at|on|and|of|the|t|[,/.-]|st|nd|rd|th)$/

interface Parts {
  year?: number
  month?: number
  day?: number
  hour?: number
  minute?: number
  second?: number
  millisecond?: number
  /** Minutes east of UTC. */
  offset?: number
}

/**
 * The instant that somebody wrote, as ISO 8601 in UTC: ISO dates, seconds since 1970, `31 Dec 2017 5:30 am IST` and the like.
 * What is left out is taken from today; a time without a zone is UTC.
 */
export function parseTime(written: string, now = new Date()): string | undefined {
  const text = written.trim().toLowerCase()
  const parts = parseIso(text) ?? parseWords(text)
  const instant = parts && instantOf(parts, now)
  return instant ?? (/^[+-]?\d+(?:\.\d+)?$/.test(text) ? isoOf(Math.trunc(Number(text) * 1000)) : undefined)
}

const iso = /^(\d{4})-(\d\d)(?:-(\d\d))?(?:[t ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*(z|[+-]\d\d(?::?\d\d)?)?$/
const compactIso = /^(\d{4})(\d\d)(\d\d)(?:t?(\d\d)(\d\d)(\d\d)?)?()(z|[+-]\d\d(?::?\d\d)?)?$/

function parseIso(text: string): Parts | undefined {
  const match = iso.exec(text) ?? compactIso.exec(text)
  if (!match) return undefined
  const number = (index: number): number | undefined => (match[index] ? Number(match[index]) : undefined)
  return {
    year: number(1),
    month: number(2),
    day: number(3) ?? 1,
    hour: number(4),
    minute: number(5),
    second: number(6),
    millisecond: match[7] ? Number(`0.${match[7]}`) * 1000 : undefined,
    offset: match[8] ? offsetOf(match[8]) : undefined,
  }
}

function offsetOf(text: string): number {
  if (text === 'z') return 0
  const digits = text.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return text.startsWith('-') ? -minutes : minutes
}

const word =
  /(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?|(?:(?<=[\d\s])|^)([+-]\d\d:?\d\d)$|(\d+)(?:st|nd|rd|th)\b|\d+|[a-z]+|\S/g

/** Words in any order, as people write them. Undefined as soon as one makes no sense. */
function parseWords(text: string): Parts | undefined {
  if (text.length > 100 || !/[a-z:/.\s-]/.test(text) || !/\d/.test(text)) return undefined
  const parts: Parts = {}
  const numbers: string[] = []
  for (const match of text.matchAll(word)) {
    if (!readWord(match, parts, numbers)) return undefined
  }
  return placeNumbers(numbers, parts) ? parts : undefined
}

function readWord(match: RegExpMatchArray, parts: Parts, numbers: string[]): boolean {
  const [whole, hour, minute, second, fraction, offset, ordinal] = match
  const month = months.indexOf(whole.slice(0, 3))
  if (hour !== undefined) {
    if (parts.hour !== undefined) return false
    Object.assign(parts, { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) })
    if (fraction) parts.millisecond = Number(`0.${fraction}`) * 1000
  } else if (offset !== undefined && parts.hour === undefined) numbers.push(offset.slice(1))
  else if (offset !== undefined) parts.offset = offsetOf(offset)
  else if (/^\d/.test(whole)) numbers.push(ordinal ?? whole)
  else if (whole === 'am' || whole === 'pm') return readHalf(whole, parts, numbers)
  else if (
    month >= 0 &&
    'january february march april may june july august september october november december sept'.includes(whole)
  )
    parts.month = month + 1
  else if (whole in zones) parts.offset = zones[whole]!
  else return weekdays.test(whole) || filler.test(whole)
  return true
}

function readHalf(half: string, parts: Parts, numbers: string[]): boolean {
  parts.hour ??= numbers.length > 0 ? Number(numbers.pop()) : undefined
  if (parts.hour === undefined || parts.hour < 1 || parts.hour > 12) return false
  parts.hour = (parts.hour % 12) + (half === 'pm' ? 12 : 0)
  parts.minute ??= 0
  return true
}

/** Numbers without a word: a year where it is too long for a day; else month before day, unless that cannot be. */
function placeNumbers(numbers: readonly string[], parts: Parts): boolean {
  const rest = numbers.filter((text) => {
    if (text.length < 3 && Number(text) <= 31) return true
    if (parts.year !== undefined || text.length > 4) parts.year = Number.NaN
    else parts.year = Number(text)
    return false
  })
  if (Number.isNaN(parts.year)) return false
  const values = rest.map(Number)
  if (parts.month === undefined && values.length >= 2) {
    const dayFirst = values[0]! > 12
    parts.month = values.splice(dayFirst ? 1 : 0, 1)[0]
  }
  if (values.length > 0) parts.day = values.shift()
  if (values.length > 0 && parts.year === undefined) parts.year = 2000 + values.shift()!
  return values.length === 0
}

function instantOf(parts: Parts, now: Date): string | undefined {
  const { year = now.getUTCFullYear(), month = now.getUTCMonth() + 1, day = now.getUTCDate() } = parts
  const { hour = 0, minute = 0, second = 0, millisecond = 0, offset = 0 } = parts
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  if (hour > 23 || minute > 59 || second > 59 || Math.abs(offset) >= 24 * 60) return undefined
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute - offset, second, millisecond))
  date.setUTCFullYear(year + date.getUTCFullYear() - 2000)
  return isoOf(date.getTime())
}

/** Whole seconds are written without a fraction, others in microseconds. Years that ISO 8601 cannot write in four digits are none. */
function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return undefined
  return date
    .toISOString()
    .replace('.000Z', 'Z')
    .replace(/(\.\d{3})Z/, '$1000Z')
}
