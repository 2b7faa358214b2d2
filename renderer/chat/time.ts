/** `null` follows the reader's locale. */
export type Clock24 = boolean | null | undefined

const cache = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs more than a thousand uses of it. */
function formatter(name: string, options: Intl.DateTimeFormatOptions, clock24?: Clock24): Intl.DateTimeFormat {
  const key = `${name}:${clock24}`
  const made = cache.get(key)
  if (made) return made
  const hours = options.hour ? (clock24 == null ? {} : { hourCycle: clock24 ? ('h23' as const) : ('h12' as const) }) : {}
  const next = new Intl.DateTimeFormat(undefined, { ...options, ...hours })
  cache.set(key, next)
  return next
}

/** `seconds`: Unix seconds, as messages have them. */
export function formatTime(seconds: number, clock24?: Clock24): string {
  return formatter('time', { hour: 'numeric', minute: '2-digit' }, clock24).format(seconds * 1000)
}

export function formatFull(seconds: number, clock24?: Clock24): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }
  return formatter('full', options, clock24).format(seconds * 1000)
}

export function formatMoment(moment: Date, clock24?: Clock24): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }
  return formatter('moment', options, clock24).format(moment)
}

const dayMs = 86_400_000

/** The reader's calendar day, as a number that sorts. */
export function dayOf(seconds: number): number {
  const date = new Date(seconds * 1000)
  return Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / dayMs)
}

/** "Today", "Yesterday", else the weekday and date; the year only when it is another one. */
export function formatDay(seconds: number, now = Date.now()): string {
  const age = dayOf(now / 1000) - dayOf(seconds)
  if (age === 0) return 'Today'
  if (age === 1) return 'Yesterday'
  const date = new Date(seconds * 1000)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return sameYear
    ? formatter('day', { weekday: 'long', day: 'numeric', month: 'long' }).format(date)
    : formatter('day-year', { day: 'numeric', month: 'long', year: 'numeric' }).format(date)
}

/** Short, for lists: the time today, else the day. */
export function formatShort(seconds: number, clock24?: Clock24, now = Date.now()): string {
  const age = dayOf(now / 1000) - dayOf(seconds)
  if (age === 0) return formatTime(seconds, clock24)
  if (age === 1) return 'Yesterday'
  if (age < 7) return formatter('weekday', { weekday: 'short' }).format(seconds * 1000)
  return formatter('date', { day: 'numeric', month: 'short', year: age > 300 ? 'numeric' : undefined }).format(seconds * 1000)
}

/** "3 minutes ago". */
export function formatAgo(seconds: number, now = Date.now()): string {
  const age = Math.max(0, now / 1000 - seconds)
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  if (age < 3600) return words.format(-Math.max(1, Math.round(age / 60)), 'minute')
  if (age < 86_400) return words.format(-Math.round(age / 3600), 'hour')
  return words.format(-Math.round(age / 86_400), 'day')
}
